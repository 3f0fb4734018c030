#include "capture/guard/asker.h"

#include <sys/socket.h>
#include <unistd.h>

#include <vector>

#include "common/sys/syscall.h"

namespace nd::capture {
namespace {

using About = Question::About;

Result<std::vector<bpf_insn>> read_program(int fd, std::uint64_t count) {
  constexpr std::uint64_t kMost = 1U << 24U;
  if (count == 0 || count > kMost) return system_failure(EPROTO, "pread", "filter");
  std::vector<bpf_insn> program(count);
  char* into = reinterpret_cast<char*>(program.data());
  const std::size_t size = program.size() * sizeof program[0];
  for (std::size_t got = 0; got < size;) {
    const ssize_t n = retry_eintr([&] { return ::pread(fd, into + got, size - got, static_cast<off_t>(got)); });
    if (n < 0) return system_failure("pread", "filter");
    if (n == 0) return system_failure(EPROTO, "pread", "filter");
    got += static_cast<std::size_t>(n);
  }
  return program;
}

}  // namespace

Result<Answer> Asker::ask(const Question& question, UniqueFd* descriptor) {
  if (retry_eintr([&] { return ::send(socket_.get(), &question, sizeof question, MSG_NOSIGNAL); }) < 0)
    return system_failure("send", "monitor");
  Answer answer;
  UniqueFd came;
  const Result<bool> there = receive_answer(socket_.get(), answer, came);
  if (!there) return tl::unexpected(there.error());
  if (!*there) return system_failure(ECONNRESET, "recvmsg", "monitor");
  if (answer.code == 0 && descriptor != nullptr && !came) return system_failure(EPROTO, "recvmsg", "monitor");
  if (descriptor != nullptr) *descriptor = std::move(came);
  return answer;
}

Result<Answer> Asker::demand(const Question& question, const std::string& object, UniqueFd* descriptor) {
  Result<Answer> answer = ask(question, descriptor);
  if (!answer || answer->code == 0) return answer;
  if (answer->code == Answer::kReason) return input_failure(object, answer->text.data());
  return system_failure(answer->code, "open", object);
}

Status Asker::tell(About about) {
  if (const Result<Answer> answer = ask({.about = about}); !answer) return tl::unexpected(answer.error());
  return {};
}

Result<OpenedInput> Asker::open_input(std::uint32_t number, const std::string& path) {
  OpenedInput file;
  const Result<Answer> answer = demand({.about = About::kInput, .number = number}, path, &file.fd);
  if (!answer) return tl::unexpected(answer.error());
  file.regular = answer->values[0] != 0;
  file.size = answer->values[1];
  return file;
}

Result<std::optional<Filter>> Asker::filter(int link_type, int snapshot) {
  UniqueFd memory;
  const Question question{.about = About::kFilter, .number = static_cast<std::uint32_t>(link_type), .value = snapshot};
  const Result<Answer> answer = ask(question, &memory);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->code == Answer::kSaid) return std::optional<Filter>();
  if (answer->code == Answer::kReason) return input_failure({}, answer->text.data());
  if (answer->code != 0) return system_failure(answer->code, "memfd_create", "filter");
  const Result<std::vector<bpf_insn>> program = read_program(memory.get(), answer->values[0]);
  if (!program) return tl::unexpected(program.error());
  return std::optional<Filter>(Filter::of(*program));
}

Result<Answer> Asker::about_output(const Question& question, const std::string& object, UniqueFd* descriptor) {
  Result<Answer> answer = demand(question, object, descriptor);
  if (answer) finished_ = {.bytes = answer->bytes, .files = answer->files};
  return answer;
}

Result<OpenedOutput> Asker::open_output(std::time_t when, std::uint32_t counter, const std::string& name) {
  OpenedOutput file;
  const Question question{.about = About::kOutput, .number = counter, .value = when};
  const Result<Answer> answer = about_output(question, name, &file.fd);
  if (!answer) return tl::unexpected(answer.error());
  file.regular = answer->values[0] != 0;
  file.when = static_cast<std::time_t>(answer->values[1]);
  return file;
}

Status Asker::finish_output() {
  const Result<Answer> answer = about_output({.about = About::kFinished}, "-w");
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Status Asker::remove_oldest_output() {
  const Result<Answer> answer = about_output({.about = About::kRemoveOldest}, "--total-size");
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Result<DeviceStatistics> Asker::statistics(std::uint32_t device) {
  const Result<Answer> answer = demand({.about = About::kStatistics, .number = device}, {});
  if (!answer) return tl::unexpected(answer.error());
  return DeviceStatistics{
      .received = answer->values[0], .dropped = answer->values[1], .interface_dropped = answer->values[2]};
}

std::string Asker::interface_name(std::uint32_t index) {
  const Result<Answer> answer = ask({.about = About::kInterface, .number = index});
  return answer && answer->code == 0 ? answer->text.data() : "?";
}

}  // namespace nd::capture
