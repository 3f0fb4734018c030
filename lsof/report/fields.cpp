#include "lsof/report/fields.h"

#include "lsof/criteria.h"
#include "lsof/report/values.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

constexpr std::string_view kAll = "acdDfgGiklLKmMnopPRsStTu";  // of a bare -F
constexpr std::string_view kFurther = "rCFNzZ";                // only r says anything on Linux

class FieldWriter {
 public:
  FieldWriter(TextBuffer& out, const FieldChoice& choice) : out_(out), choice_(choice) {}

  // A value behind its letter, if that was chosen; `put` appends the value.
  template <typename Put>
  void field(char letter, Put&& put) {
    if (!choice_.has(letter)) return;
    out_.put(letter);
    put(out_);
    any_ = true;
    end_value();
  }
  void end_value() { out_.put(choice_.nul ? '\0' : '\n'); }
  void end_set() {
    if (choice_.nul && any_) out_.put('\n');
    any_ = false;
  }
  bool chosen(char letter) const { return choice_.has(letter); }

 private:
  TextBuffer& out_;
  const FieldChoice& choice_;
  bool any_ = false;  // in this set
};

void put_process(FieldWriter& fields, const Process& process, Names& names, const Style& style) {
  fields.field('p', [&](TextBuffer& out) { out.dec(process.pid); });
  if (process.tid != 0) {
    fields.field('K', [&](TextBuffer& out) { out.dec(process.tid); });
    fields.field('M', [&](TextBuffer& out) { append_name(out, process.task_command); });
  }
  fields.field('g', [&](TextBuffer& out) { out.dec(process.pgid); });
  fields.field('R', [&](TextBuffer& out) { out.dec(process.ppid); });
  fields.field('c', [&](TextBuffer& out) { append_name(out, process.command); });
  fields.field('u', [&](TextBuffer& out) { out.dec(process.uid); });
  if (!style.user_numbers) fields.field('L', [&](TextBuffer& out) { out.put(names.user(process.uid)); });
  fields.end_set();
}

void put_tcp_info(FieldWriter& fields, const OpenFile& file, const Style& style) {
  const bool state = style.all_tcp_fields || style.tcp.state;
  const bool queues = style.all_tcp_fields || style.tcp.queues;
  if (state && !file.state.empty()) fields.field('T', [&](TextBuffer& out) { out.put("ST=").put(file.state); });
  if (file.socket == nullptr) return;
  if (state && file.socket->protocol == InetProtocol::kTcp) {
    fields.field('T', [&](TextBuffer& out) { out.put("ST=").put(tcp_state_name(file.socket->state)); });
  }
  if (!queues) return;
  fields.field('T', [&](TextBuffer& out) { out.put("QR=").dec(file.socket->rx_queue); });
  fields.field('T', [&](TextBuffer& out) { out.put("QS=").dec(file.socket->tx_queue); });
}

void put_device(FieldWriter& fields, const OpenFile& file) {
  if (file.device_kind == DeviceKind::kSocketInode || file.device_kind == DeviceKind::kKernelAddress ||
      file.device_kind == DeviceKind::kUnknown) {
    fields.field('d', [&](TextBuffer& out) { append_device(out, file); });
  } else if (file.has(kDevice)) {
    fields.field('D', [&](TextBuffer& out) { out.put("0x").hex(encoded_device(file.device)); });
  }
  if (file.device_kind == DeviceKind::kSpecial) {
    fields.field('r', [&](TextBuffer& out) { out.put("0x").hex(encoded_device(file.special)); });
  }
}

void put_file(FieldWriter& fields, const OpenFile& file, Names& names, const Style& style) {
  fields.field('f', [&](TextBuffer& out) { append_fd(out, file.fd); });
  fields.field('a', [&](TextBuffer& out) { out.put(file.access); });
  fields.field('l', [&](TextBuffer& out) { out.put(file.lock); });
  if (file.type != FileType::kBlank) fields.field('t', [&](TextBuffer& out) { append_type(out, file); });
  if (file.has(kFlags) && (style.flags != FlagColumn::kWords || has_flag_words(file.flags)))
    fields.field('G', [&](TextBuffer& out) { append_flags(out, file.flags, style); });
  put_device(fields, file);
  if (shows_size(file, style)) fields.field('s', [&](TextBuffer& out) { out.dec(file.size); });
  if (shows_offset(file, style)) {
    fields.field('o', [&](TextBuffer& out) { append_offset(out, file.offset, style.offset_digits); });
  }
  if (file.protocol.empty() && file.has(kInode)) fields.field('i', [&](TextBuffer& out) { out.dec(file.inode); });
  if (file.has(kLinks) && !style.no_link_field) fields.field('k', [&](TextBuffer& out) { out.dec(file.links); });
  if (!file.protocol.empty()) fields.field('P', [&](TextBuffer& out) { out.put(file.protocol); });
  fields.field('n', [&](TextBuffer& out) { append_name_field(out, file, names); });
  put_tcp_info(fields, file, style);
  fields.end_set();
}

}  // namespace

Result<FieldChoice> parse_fields(std::span<const std::string> words) {
  FieldChoice choice;
  choice.all_set = words.empty();
  for (const std::string& word : words) {
    for (const char letter : word) {
      if (letter == '0') {
        choice.nul = true;
      } else if (kAll.find(letter) == std::string_view::npos && kFurther.find(letter) == std::string_view::npos) {
        return input_failure("", std::string("unknown field: ") + letter, "try -F ?");
      } else {
        choice.letters.insert(letter);
      }
    }
    if (word.find_first_not_of('0') == std::string::npos) choice.all_set = true;
  }
  if (choice.all_set) choice.letters.insert(kAll.begin(), kAll.end());
  choice.letters.insert('p');  // a set begins with its process, whatever was chosen
  return choice;
}

std::string_view field_help() {
  return "mylsof:\tID    field description\n"
         "\t a    access: r = read; w = write; u = read/write\n"
         "\t c    command name\n"
         "\t d    device character code\n"
         "\t D    major/minor device number as 0x<hex>\n"
         "\t f    file descriptor\n"
         "\t G    file flaGs\n"
         "\t i    inode number\n"
         "\t k    link count\n"
         "\t K    task ID (TID)\n"
         "\t l    lock: r/R = read; w/W = write; u = read/write\n"
         "\t L    login name\n"
         "\t m    marker between repeated output\n"
         "\t M    task comMand name\n"
         "\t n    comment, name, Internet addresses\n"
         "\t o    file offset as 0t<dec> or 0x<hex>\n"
         "\t p    process ID (PID)\n"
         "\t g    process group ID (PGID)\n"
         "\t P    protocol name\n"
         "\t r    raw device number as 0x<hex>\n"
         "\t R    paRent PID\n"
         "\t s    file size\n"
         "\t S    stream module and device names\n"
         "\t t    file type\n"
         "\t T    TCP/TPI info\n"
         "\t u    user ID (UID)\n"
         "\t 0    (zero) use NUL field terminator instead of NL\n";
}

Status print_fields(const RowSink& out, const Process& process, Names& names, const Style& style,
                    const FieldChoice& choice) {
  FieldWriter fields(out.text(), choice);
  put_process(fields, process, names, style);
  for (const OpenFile& file : process.files) {
    put_file(fields, file, names, style);
    if (Status written = out.row_done(); !written) return written;
  }
  return {};
}

}  // namespace nd::lsof
