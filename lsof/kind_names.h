// What an open file is, by the one name that JSON, columns and reports have for it ("kind"): schema and reports follow
// this list.
#pragma once

#include <string_view>

namespace nd::lsof::kind {

inline constexpr std::string_view kFile = "file";
inline constexpr std::string_view kMemfd = "memfd";
inline constexpr std::string_view kDmaBuf = "dma_buf";
inline constexpr std::string_view kMessageQueue = "mqueue";
inline constexpr std::string_view kPipe = "pipe";
inline constexpr std::string_view kNamespace = "namespace";
inline constexpr std::string_view kOther = "other";

inline constexpr std::string_view kTcp = "tcp";
inline constexpr std::string_view kUdp = "udp";
inline constexpr std::string_view kUdpLite = "udplite";
inline constexpr std::string_view kRaw = "raw";
inline constexpr std::string_view kIcmp = "icmp";
inline constexpr std::string_view kUnix = "unix";
inline constexpr std::string_view kNetlink = "netlink";
inline constexpr std::string_view kPacket = "packet";
inline constexpr std::string_view kSocket = "socket";  // of a family without a table

inline constexpr std::string_view kEventFd = "eventfd";
inline constexpr std::string_view kEpoll = "epoll";
inline constexpr std::string_view kPidFd = "pidfd";
inline constexpr std::string_view kTimerFd = "timerfd";
inline constexpr std::string_view kSignalFd = "signalfd";
inline constexpr std::string_view kInotify = "inotify";
inline constexpr std::string_view kFanotify = "fanotify";
inline constexpr std::string_view kIoUring = "io_uring";
inline constexpr std::string_view kUserFaultFd = "userfaultfd";
inline constexpr std::string_view kPerfEvent = "perf_event";
inline constexpr std::string_view kBpfMap = "bpf_map";
inline constexpr std::string_view kBpfProgram = "bpf_program";
inline constexpr std::string_view kBpfLink = "bpf_link";
inline constexpr std::string_view kBpfIterator = "bpf_iterator";
inline constexpr std::string_view kBpfToken = "bpf_token";
inline constexpr std::string_view kBtf = "btf";
inline constexpr std::string_view kSeccompNotify = "seccomp_notify";
inline constexpr std::string_view kKvm = "kvm";
inline constexpr std::string_view kVfio = "vfio";
inline constexpr std::string_view kSyncFile = "sync_file";
inline constexpr std::string_view kFsContext = "fs_context";
inline constexpr std::string_view kLandlock = "landlock_ruleset";
inline constexpr std::string_view kAnonInode = "anon_inode";  // of the kernel, and none of these

}  // namespace nd::lsof::kind
