#include "lsof/report/table.h"

#include <algorithm>

#include "lsof/report/values.h"
#include "lsof/text.h"

namespace nd::lsof {
namespace {

constexpr std::size_t kUserNumberWidth = 8;

// One process's cells that are the same in all its rows.
struct Cells {
  const Style& style;
  Names& names;
  const Process& process;
  const OpenFile* file = nullptr;
};

struct TableColumn {
  std::string_view title;
  bool left = false;
  bool of_process = false;  // the same for all files of a process
  void (*put)(TextBuffer& out, const Cells& cells) = nullptr;
  std::size_t least = 0;  // characters, where lsof's column is never narrower
};

void put_fd(TextBuffer& out, const Cells& cells) {
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
    case FdName::kText:
      out.put(' ').put(fd_word(file.fd.kind));
      break;
    default:
      out.put(fd_word(file.fd.kind));
      break;
  }
  out.put(file.access == ' ' && file.lock != ' ' ? '-' : file.access).put(file.lock);
}

void put_flags(TextBuffer& out, const Cells& cells) {
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
  add(true, {"COMMAND", true, true,
             [](TextBuffer& out, const Cells& c) { append_command(out, c.process.command, c.style.command_width); }});
  add(true, {"PID", false, true, [](TextBuffer& out, const Cells& c) { out.dec(c.process.pid); }});
  add(style.tasks, {"TID", false, true, [](TextBuffer& out, const Cells& c) {
                      if (c.process.tid != 0) out.dec(c.process.tid);
                    }});
  add(style.tasks, {"TASKCMD", true, true, [](TextBuffer& out, const Cells& c) {
                      append_command(out, c.process.task_command, c.style.command_width);
                    }});
  add(style.parent, {"PPID", false, true, [](TextBuffer& out, const Cells& c) { out.dec(c.process.ppid); }});
  add(style.group, {"PGID", false, true, [](TextBuffer& out, const Cells& c) { out.dec(c.process.pgid); }});
  add(true, {"USER", false, true, [](TextBuffer& out, const Cells& c) { out.put(c.names.user(c.process.uid)); },
             style.user_numbers ? kUserNumberWidth : 0});
  add(true, {"FD  ", false, false, put_fd});
  add(true, {"TYPE", false, false, [](TextBuffer& out, const Cells& c) { append_type(out, *c.file); }});
  add(style.flags != FlagColumn::kNone, {"FILE-FLAG", false, false, put_flags});
  add(true, {"DEVICE", false, false, [](TextBuffer& out, const Cells& c) { append_device(out, *c.file); }});
  add(true, {size_title(style), false, false,
             [](TextBuffer& out, const Cells& c) { append_size_or_offset(out, *c.file, c.style); }});
  add(style.links, {"NLINK", false, false, [](TextBuffer& out, const Cells& c) {
                      if (c.file->has(kLinks)) out.dec(c.file->links);
                    }});
  add(true, {"NODE", false, false, [](TextBuffer& out, const Cells& c) { append_node(out, *c.file); }});
  return columns;
}

class Table {
 public:
  Table(const Style& style, Names& names) : style_(style), names_(names), columns_(columns_of(style)) {
    for (const TableColumn& column : columns_) widths_.push_back(std::max(column.title.size(), column.least));
  }

  void measure(const Process& process) {
    Cells cells{style_, names_, process};
    widths_[0] = std::max(widths_[0], command_width(process.command, style_.command_width));
    for (std::size_t i = 1; i < columns_.size(); ++i) {
      if (columns_[i].of_process) widen(i, cells);
    }
    for (const OpenFile& file : process.files) {
      cells.file = &file;
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        if (!columns_[i].of_process) widen(i, cells);
      }
    }
  }

  void put_heading(TextBuffer& out) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) put_cell(out, i, columns_[i].title);
    out.put("NAME\n");
  }

  Status put(OutputBuffer& out, const Process& process) {
    Cells cells{style_, names_, process};
    TextBuffer head;  // what all rows of the process begin with
    std::size_t first_of_file = 0;
    for (; columns_[first_of_file].of_process; ++first_of_file) put_cell(head, first_of_file, cells);
    for (const OpenFile& file : process.files) {
      cells.file = &file;
      TextBuffer& text = out.text();
      text.put(head.view());
      for (std::size_t i = first_of_file; i < columns_.size(); ++i) put_cell(text, i, cells);
      append_name_column(text, file, names_, style_);
      text.put('\n');
      if (Status written = out.flush_if_full(); !written) return written;
    }
    return {};
  }

 private:
  void widen(std::size_t i, const Cells& cells) {
    scratch_.clear();
    columns_[i].put(scratch_, cells);
    widths_[i] = std::max(widths_[i], scratch_.size());
  }
  // A blank follows each column.
  void put_cell(TextBuffer& out, std::size_t i, std::string_view text) const {
    if (columns_[i].left) {
      out.left(text, widths_[i]).put(' ');
    } else {
      out.right(text, widths_[i]).put(' ');
    }
  }
  void put_cell(TextBuffer& out, std::size_t i, const Cells& cells) {
    scratch_.clear();
    columns_[i].put(scratch_, cells);
    put_cell(out, i, scratch_.view());
  }

  const Style& style_;
  Names& names_;
  std::vector<TableColumn> columns_;
  std::vector<std::size_t> widths_;
  TextBuffer scratch_{256};
};

}  // namespace

Status print_table(OutputBuffer& out, std::span<const Process> processes, Names& names, const Style& style) {
  if (processes.empty()) return {};
  Style shown = style;
  shown.tasks =
      std::any_of(processes.begin(), processes.end(), [](const Process& process) { return process.tid != 0; });
  Table table(shown, names);
  for (const Process& process : processes) table.measure(process);
  table.put_heading(out.text());
  for (const Process& process : processes) {
    if (Status written = table.put(out, process); !written) return written;
  }
  return {};
}

}  // namespace nd::lsof
