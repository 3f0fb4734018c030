#include "common/sys/socket_iterator.h"

#include <fcntl.h>
#include <linux/bpf.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "common/parse/btf.h"
#include "common/sys/large_blocks.h"
#include "common/sys/syscall.h"
#include "common/sys/unique_fd.h"

namespace nd {
namespace {

constexpr std::string_view kObject = "bpf";

// What the program needs to know of this kernel, in the order of kMembers.
struct Layout {
  std::uint32_t iterator;
  std::uint32_t task_thread_pid, task_pid, task_tgid;
  std::uint32_t file_inode, inode_mode, inode_number;
  std::uint32_t pid_level, pid_numbers;
};
constexpr std::array kMembers = {
    BtfMember{"task_struct", "thread_pid"},
    BtfMember{"task_struct", "pid"},
    BtfMember{"task_struct", "tgid"},
    BtfMember{"file", "f_inode"},
    BtfMember{"inode", "i_mode"},
    BtfMember{"inode", "i_ino"},
    BtfMember{"pid", "level"},
    BtfMember{"pid", "numbers"},
};

using Btf = std::vector<char, LargeBlocks<char>>;

// Five megabytes, so the block is made as large as it has to be.
Result<Btf> read_btf() {
  constexpr const char* kFile = "/sys/kernel/btf/vmlinux";
  const UniqueFd file(::open(kFile, O_RDONLY | O_CLOEXEC));
  struct stat about {};
  if (!file || ::fstat(file.get(), &about) != 0) return system_failure("open", kFile);
  Btf btf(static_cast<std::size_t>(about.st_size));
  for (std::size_t size = 0; size < btf.size();) {
    const ssize_t n = retry_eintr([&] { return ::read(file.get(), btf.data() + size, btf.size() - size); });
    if (n <= 0) return system_failure("read", kFile);
    size += static_cast<std::size_t>(n);
  }
  return btf;
}

Result<Layout> read_layout() {
  const auto btf = read_btf();
  if (!btf) return tl::unexpected(btf.error());
  const auto places = find_in_btf(as_bytes({btf->data(), btf->size()}), "bpf_iter_task_file", kMembers);
  if (!places) return system_failure(EOPNOTSUPP, "find_in_btf", std::string(kObject));
  const auto& at = places->offsets;
  return Layout{places->function, at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]};
}

// Registers by their calling convention: r1 … r5 are arguments, r6 … r9 survive a call, r10 is the frame.
enum Register : std::uint8_t { r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10 };

// Instructions of a program that is left by jumping to its end.
class Assembler {
 public:
  void load(std::uint8_t size, Register to, Register from, std::uint32_t offset) {
    add(static_cast<std::uint8_t>(BPF_LDX | BPF_MEM | size), to, from, static_cast<std::int16_t>(offset), 0);
  }
  void store(std::uint8_t size, int frame_offset, Register from) {
    add(static_cast<std::uint8_t>(BPF_STX | BPF_MEM | size), r10, from, static_cast<std::int16_t>(frame_offset), 0);
  }
  void load_frame(Register to, int frame_offset) {
    add(BPF_LDX | BPF_MEM | BPF_DW, to, r10, static_cast<std::int16_t>(frame_offset), 0);
  }
  void move(Register to, Register from) { add(BPF_ALU64 | BPF_MOV | BPF_X, to, from, 0, 0); }
  void set(Register to, int value) { add(BPF_ALU64 | BPF_MOV | BPF_K, to, r0, 0, value); }
  void compute(std::uint8_t operation, Register to, int value) {
    add(static_cast<std::uint8_t>(BPF_ALU64 | operation | BPF_K), to, r0, 0, value);
  }
  void add_register(Register to, Register from) { add(BPF_ALU64 | BPF_ADD | BPF_X, to, from, 0, 0); }
  // to = from + offset
  void address(Register to, Register from, int offset) {
    move(to, from);
    compute(BPF_ADD, to, offset);
  }
  void call(int helper) { add(BPF_JMP | BPF_CALL, r0, r0, 0, helper); }
  void leave_if_equal(Register a, int value) { leave(BPF_JMP | BPF_JEQ | BPF_K, a, r0, value); }
  void leave_if_not_equal(Register a, int value) { leave(BPF_JMP | BPF_JNE | BPF_K, a, r0, value); }
  void leave_if_different(Register a, Register b) { leave(BPF_JMP | BPF_JNE | BPF_X, a, b, 0); }

  std::vector<bpf_insn> finish() && {
    for (const std::size_t jump : jumps_) code_[jump].off = static_cast<std::int16_t>(code_.size() - jump - 1);
    set(r0, 0);
    add(BPF_JMP | BPF_EXIT, r0, r0, 0, 0);
    return std::move(code_);
  }

 private:
  void add(std::uint8_t code, Register to, Register from, std::int16_t offset, int value) {
    bpf_insn instruction{};
    instruction.code = code;
    instruction.dst_reg = to & 0xfU;
    instruction.src_reg = from & 0xfU;
    instruction.off = offset;
    instruction.imm = value;
    code_.push_back(instruction);
  }
  void leave(std::uint8_t code, Register a, Register b, int value) {
    jumps_.push_back(code_.size());
    add(code, a, b, 0, value);
  }

  std::vector<bpf_insn> code_;
  std::vector<std::size_t> jumps_;
};

// Where the frame holds the HeldSocket, and room for a pointer.
constexpr int kRow = -16, kPointer = -24;
static_assert(sizeof(HeldSocket) == 16 && offsetof(HeldSocket, fd) == 8 && offsetof(HeldSocket, pid) == 12);

// r6: the task, r7: its file, both from the iterator's context (struct bpf_iter__task_file). Left unless the task is
// its process's first thread, whose files /proc/PID/fd shows, and the file is a socket, whose inode is r2 then.
void choose_sockets(Assembler& code, const Layout& at) {
  code.load(BPF_DW, r6, r1, 8);
  code.leave_if_equal(r6, 0);
  code.load(BPF_DW, r7, r1, 24);
  code.leave_if_equal(r7, 0);
  code.load(BPF_W, r3, r6, at.task_pid);
  code.load(BPF_W, r4, r6, at.task_tgid);
  code.leave_if_different(r3, r4);
  code.load(BPF_DW, r2, r7, at.file_inode);
  code.load(BPF_H, r3, r2, at.inode_mode);
  code.compute(BPF_AND, r3, S_IFMT);
  code.leave_if_not_equal(r3, S_IFSOCK);
}

// task->thread_pid->numbers[level].nr: a process has a number in each PID namespace around it; ours is as deep as the
// reader's own.
void store_pid(Assembler& code, const Layout& at) {
  constexpr int kNumberShift = 4;  // sizeof(struct upid): a number and a pointer
  code.address(r3, r6, static_cast<int>(at.task_thread_pid));
  code.address(r1, r10, kPointer);
  code.set(r2, 8);
  code.call(BPF_FUNC_probe_read_kernel);
  code.call(BPF_FUNC_get_current_task_btf);
  code.load(BPF_DW, r3, r0, at.task_thread_pid);
  code.load(BPF_W, r3, r3, at.pid_level);
  code.compute(BPF_LSH, r3, kNumberShift);
  code.load_frame(r4, kPointer);
  code.add_register(r3, r4);
  code.compute(BPF_ADD, r3, static_cast<int>(at.pid_numbers));
  code.address(r1, r10, kRow + 12);
  code.set(r2, 4);
  code.call(BPF_FUNC_probe_read_kernel);
}

// Writes a HeldSocket for each socket.
std::vector<bpf_insn> program_for(const Layout& at) {
  Assembler code;
  choose_sockets(code, at);
  code.load(BPF_DW, r3, r2, at.inode_number);
  code.store(BPF_DW, kRow, r3);
  code.load(BPF_W, r3, r1, 16);  // the descriptor
  code.store(BPF_W, kRow + 8, r3);
  code.load(BPF_DW, r8, r1, 0);  // struct bpf_iter_meta, and in it …
  code.load(BPF_DW, r8, r8, 0);  // … the struct seq_file
  store_pid(code, at);
  code.move(r1, r8);
  code.address(r2, r10, kRow);
  code.set(r3, sizeof(HeldSocket));
  code.call(BPF_FUNC_seq_write);
  return std::move(code).finish();
}

Result<UniqueFd> bpf(bpf_cmd command, bpf_attr& attributes) {
  UniqueFd fd(static_cast<int>(::syscall(SYS_bpf, command, &attributes, sizeof attributes)));
  if (!fd) return system_failure("bpf", std::string(kObject));
  return fd;
}

// The iterator as a file; it keeps the program and what binds them alive.
Result<UniqueFd> open_iterator() {
  const auto layout = read_layout();
  if (!layout) return tl::unexpected(layout.error());
  const std::vector<bpf_insn> program = program_for(*layout);
  bpf_attr load{};
  load.prog_type = BPF_PROG_TYPE_TRACING;
  load.expected_attach_type = BPF_TRACE_ITER;
  load.attach_btf_id = layout->iterator;
  load.insns = reinterpret_cast<std::uintptr_t>(program.data());
  load.insn_cnt = static_cast<std::uint32_t>(program.size());
  load.license = reinterpret_cast<std::uintptr_t>("Dual BSD/GPL");  // bpf_probe_read_kernel() asks for it
  const auto loaded = bpf(BPF_PROG_LOAD, load);
  if (!loaded) return tl::unexpected(loaded.error());
  bpf_attr bind{};
  bind.link_create.prog_fd = static_cast<std::uint32_t>(loaded->get());
  bind.link_create.attach_type = BPF_TRACE_ITER;
  const auto link = bpf(BPF_LINK_CREATE, bind);
  if (!link) return tl::unexpected(link.error());
  bpf_attr create{};
  create.iter_create.link_fd = static_cast<std::uint32_t>(link->get());
  return bpf(BPF_ITER_CREATE, create);
}

}  // namespace

Status for_each_held_socket(const std::function<void(const HeldSocket&)>& f) {
  const auto iterator = open_iterator();
  if (!iterator) return tl::unexpected(iterator.error());
  std::vector<HeldSocket> rows(4096);
  for (;;) {
    const ssize_t n =
        retry_eintr([&] { return ::read(iterator->get(), rows.data(), rows.size() * sizeof(HeldSocket)); });
    if (n < 0 && errno == EAGAIN) continue;  // a million files without a socket among them: it goes on
    if (n < 0) return system_failure("read", std::string(kObject));
    if (n == 0) return {};
    for (std::size_t i = 0; i < static_cast<std::size_t>(n) / sizeof(HeldSocket); ++i) f(rows[i]);
  }
}

}  // namespace nd
