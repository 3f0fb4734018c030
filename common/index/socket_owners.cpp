#include "common/index/socket_owners.h"

namespace nd {
namespace {

SocketHolder describe(const HeldProcess& process) {
  SocketHolder holder;
  holder.pid = process.pid();
  if (auto text = process.directory().read("cmdline")) holder.command_line = *std::move(text);
  if (auto text = process.directory().read("comm")) holder.comm = *std::move(text);
  if (holder.comm.ends_with('\n')) holder.comm.pop_back();
  return holder;
}

}  // namespace

void SocketOwners::want(std::uint64_t inode) {
  if (inode != 0) wanted_[inode];
}

Status SocketOwners::find(const ProcRoot& proc, Walk walk) {
  if (walk == Walk::kUntilFound && missing() == 0) return {};
  return for_each_process(proc, [this, walk](const HeldProcess& process) {
    look_into(process, walk);
    return walk == Walk::kWhole || missing() > 0;
  });
}

void SocketOwners::look_into(const HeldProcess& process, Walk walk) {
  const auto index = static_cast<std::int32_t>(holders_.size());
  const std::size_t before = found_;
  const Status listed = process.for_each_descriptor([&](const DescriptorLink& link) {
    const auto inode = socket_inode(link.target);
    if (!inode) return true;
    saw_sockets_ = true;
    Place* place = wanted_.find(*inode);
    if (place == nullptr || place->holder >= 0) return true;
    *place = {index, link.fd};
    ++found_;
    return walk == Walk::kWhole || missing() > 0;
  });
  if (!listed && listed.error().code == EACCES) hidden_.push_back(process.pid());
  if (found_ > before) holders_.push_back(describe(process));
}

SocketOwner SocketOwners::owner(std::uint64_t inode) const {
  const Place* place = wanted_.find(inode);
  if (place == nullptr || place->holder < 0) return {};
  return {&holders_[static_cast<std::size_t>(place->holder)], place->fd};
}

std::string_view program_name(std::string_view argv0) {
  return argv0.starts_with('/') ? argv0.substr(argv0.rfind('/') + 1) : argv0;
}

}  // namespace nd
