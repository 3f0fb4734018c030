#include "lsof/report/table.h"

#include <algorithm>

#include "lsof/report/values.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

constexpr std::size_t kUserNumberWidth = 8;

}  // namespace

namespace {

void put_fd(TextBuffer& out, const TableCells& cells) {
  const OpenFile& file = *cells.file;
  switch (file.fd.kind) {
    case FdName::kNumber:
      if (file.fd.number > 9999) {  // lsof's four columns: the last three digits behind a star
        out.put('*').dec(file.fd.number % 1000, 3, '0');
      } else {
        out.dec(file.fd.number, 4);
      }
      break;
    case FdName::kCwd:
    case FdName::kRoot:
      out.put(' ').put(fd_word(file.fd.kind));
      break;
    default:
      out.put(fd_word(file.fd.kind));
      break;
  }
  out.put(file.access == ' ' && file.lock != ' ' ? '-' : file.access).put(file.lock);
}

void put_flags(TextBuffer& out, const TableCells& cells) {
  if (cells.file->has(kFlags)) append_flags(out, cells.file->flags, cells.style);
}

std::string_view size_title(const Style& style) {
  switch (style.size) {
    case SizeColumn::kSizeOrOffset:
      return "SIZE/OFF";
    case SizeColumn::kOffset:
      return "OFFSET";
    case SizeColumn::kSize:
      return "SIZE";
  }
  return "";
}

std::vector<TableColumn> columns_of(const Style& style) {
  std::vector<TableColumn> columns;
  const auto add = [&](bool shown, TableColumn column) {
    if (shown) columns.push_back(column);
  };
  add(true, {.title = "COMMAND", .left = true, .of_process = true, .put = [](TextBuffer& out, const TableCells& c) {
               append_command(out, c.process.command, c.style.command_width);
             }});
  const auto of_process = [&](bool shown, std::string_view title, auto put) {
    add(shown, {.title = title, .of_process = true, .put = put});
  };
  of_process(true, "PID", [](TextBuffer& out, const TableCells& c) { out.dec(c.process.pid); });
  add(true, {.title = "TID", .of_process = true, .of_task = true, .put = [](TextBuffer& out, const TableCells& c) {
               if (c.process.tid != 0) out.dec(c.process.tid);
             }});
  add(true, {.title = "TASKCMD",
             .left = true,
             .of_process = true,
             .of_task = true,
             .put = [](TextBuffer& out, const TableCells& c) {
               append_command(out, c.process.task_command, c.style.command_width);
             }});
  of_process(style.parent, "PPID", [](TextBuffer& out, const TableCells& c) { out.dec(c.process.ppid); });
  of_process(style.group, "PGID", [](TextBuffer& out, const TableCells& c) { out.dec(c.process.pgid); });
  add(true, {.title = "USER",
             .of_process = true,
             .put = [](TextBuffer& out, const TableCells& c) { out.put(c.names.user(c.process.uid)); },
             .least = style.user_numbers ? kUserNumberWidth : 0});
  const auto of_file = [&](bool shown, std::string_view title, auto put) { add(shown, {.title = title, .put = put}); };
  of_file(true, "FD  ", put_fd);
  of_file(true, "TYPE", [](TextBuffer& out, const TableCells& c) { append_type(out, *c.file); });
  of_file(style.flags != FlagColumn::kNone, "FILE-FLAG", put_flags);
  of_file(true, "DEVICE", [](TextBuffer& out, const TableCells& c) { append_device(out, *c.file); });
  of_file(true, size_title(style),
          [](TextBuffer& out, const TableCells& c) { append_size_or_offset(out, *c.file, c.style); });
  of_file(style.links, "NLINK", [](TextBuffer& out, const TableCells& c) {
    if (c.file->has(kLinks)) out.dec(c.file->links);
  });
  of_file(style.netns, "NETNS", [](TextBuffer& out, const TableCells& c) { append_name(out, c.file->network_name); });
  of_file(true, "NODE", [](TextBuffer& out, const TableCells& c) { append_node(out, *c.file); });
  return columns;
}

// A blank follows each column.
void align(TextBuffer& out, const TableColumn& column, std::string_view text, std::size_t width) {
  if (column.left) {
    out.left(text, width).put(' ');
  } else {
    out.right(text, width).put(' ');
  }
}

}  // namespace

class Table::Reader {
 public:
  explicit Reader(std::string_view cells) : rest_(cells) {}
  std::string_view next() {
    const std::size_t size = static_cast<unsigned char>(rest_[0]) | std::size_t{static_cast<unsigned char>(rest_[1])}
                                                                        << 8;
    const std::string_view text = rest_.substr(2, size);
    rest_.remove_prefix(2 + size);
    return text;
  }

 private:
  std::string_view rest_;
};

Table::Table(const Style& style) : style_(style), columns_(columns_of(style)) {
  for (const TableColumn& column : columns_) widths_.push_back(std::max(column.title.size(), column.least));
}

// What does not fit into two bytes is cut: no path is that long.
void Table::put_cell(std::size_t column, std::string_view text) {
  text = text.substr(0, 0xffff);
  cells_.put(static_cast<char>(text.size() & 0xffU)).put(static_cast<char>(text.size() >> 8U)).put(text);
  if (column < widths_.size()) widths_[column] = std::max(widths_[column], text.size());
}

void Table::add(const Process& process, Names& names) {
  TableCells cells{style_, names, process};
  has_tasks_ = has_tasks_ || process.tid != 0;
  groups_.push_back({cells_.size(), process.files.size()});
  const auto put = [&](std::size_t i) {
    scratch_.clear();
    columns_[i].put(scratch_, cells);
    put_cell(i, scratch_.view());
  };
  // The whole of a command decides the width, escapes that no longer fit included.
  widths_[0] = std::max(widths_[0], command_width(process.command, style_.command_width));
  for (std::size_t i = 0; i < columns_.size() && columns_[i].of_process; ++i) put(i);
  for (const OpenFile& file : process.files) {
    cells.file = &file;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].of_process) put(i);
    }
    scratch_.clear();
    if (file.peers) {
      late_.push_back({rows_, &file});
      names_ = &names;
    } else {
      append_name_column(scratch_, file, names, style_);
    }
    ++rows_;
    put_cell(columns_.size(), scratch_.view());
  }
}

void Table::widen(const Table& other) {
  for (std::size_t i = 0; i < widths_.size(); ++i) widths_[i] = std::max(widths_[i], other.widths_[i]);
}

void Table::print_heading(TextBuffer& out, bool tasks) const {
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (tasks || !columns_[i].of_task) align(out, columns_[i], columns_[i].title, widths_[i]);
  }
  out.put("NAME\n");
}

template <typename Text, typename Done>
Status Table::each_row(bool tasks, Text&& text_of, Done&& done) const {
  TextBuffer head;  // what all rows of a process begin with
  auto late = late_.begin();
  std::size_t at = 0;
  for (const Group& group : groups_) {
    Reader reader(cells_.view().substr(group.at));
    head.clear();
    std::size_t first = 0;
    for (; columns_[first].of_process; ++first) {
      const std::string_view text = reader.next();
      if (tasks || !columns_[first].of_task) align(head, columns_[first], text, widths_[first]);
    }
    for (std::size_t row = 0; row < group.rows; ++row) {
      TextBuffer& text = text_of();
      text.put(head.view());
      for (std::size_t i = first; i < columns_.size(); ++i) align(text, columns_[i], reader.next(), widths_[i]);
      text.put(reader.next());
      if (late != late_.end() && late->row == at) append_name_column(text, *late++->file, *names_, style_);
      ++at;
      text.put('\n');
      if (Status written = done(); !written) return written;
    }
  }
  return {};
}

Status Table::print_rows(OutputBuffer& out, bool tasks) const {
  return each_row(
      tasks, [&]() -> TextBuffer& { return out.text(); }, [&] { return out.flush_if_full(); });
}

std::vector<std::string> Table::lines(bool tasks) const {
  std::vector<std::string> lines;
  TextBuffer line(256);
  static_cast<void>(each_row(
      tasks, [&]() -> TextBuffer& { return line; },
      [&]() -> Status {
        lines.emplace_back(line.view());
        line.clear();
        return {};
      }));
  return lines;
}

Status print_tables(OutputBuffer& out, std::vector<Table>& parts) {
  std::erase_if(parts, [](const Table& table) { return table.empty(); });
  if (parts.empty()) return {};
  for (const Table& table : parts) parts[0].widen(table);
  for (Table& table : parts) table.widen(parts[0]);
  const bool tasks = std::any_of(parts.begin(), parts.end(), [](const Table& table) { return table.has_tasks(); });
  parts[0].print_heading(out.text(), tasks);
  for (const Table& table : parts) {
    if (Status written = table.print_rows(out, tasks); !written) return written;
  }
  return {};
}

}  // namespace nd::lsof
