#include "lsof/report/overview.h"

#include "lsof/options.h"
#include "lsof/report/values.h"
#include "lsof/text.h"

namespace nd::lsof {

Result<std::unique_ptr<Overview>> make_overview(const OverviewContext& context) {
  switch (context.options.report) {
    case Report::kListing:
      break;
    case Report::kDeleted:
      return make_deleted(context);
    case Report::kFiles:
      return make_file_list(context);
    case Report::kGraph:
      return make_graph(context);
    case Report::kLeaks:
      return make_leaks(context);
    case Report::kIpc:
      return make_ipc(context);
    case Report::kTop:
      return make_top(context);
    case Report::kWatchers:
      return make_watchers(context);
  }
  return nullptr;
}

std::string shown_command(const std::string& command, const Options& options) {
  return options.output == Output::kJson ? command : command_text(command, options.style);
}

Holder holder_of(const Process& process, const OpenFile& file, const Options& options) {
  return {process.pid, shown_command(process.command, options), file.fd, file.access};
}

std::string text_of(const std::vector<Holder>& holders) {
  TextBuffer text(64);
  for (const Holder& holder : holders) {
    if (!text.empty()) text.put(',');
    text.dec(holder.pid).put('/').put(holder.command).put('/');
    append_fd(text, holder.fd);
    if (holder.access != ' ') text.put(holder.access);
  }
  return std::string(text.view());
}

void put_holders(JsonWriter& json, std::string_view key, const std::vector<Holder>& holders) {
  json.begin_array(key);
  for (const Holder& holder : holders) {
    json.begin_object();
    json.field("pid", holder.pid);
    json.foreign_field("command", holder.command);
    if (holder.fd.kind == FdName::kNumber) {
      json.field("fd", holder.fd.number);
    } else {
      json.field("role", fd_word(holder.fd.kind));
    }
    json.end_object();
  }
  json.end_array();
}

}  // namespace nd::lsof
