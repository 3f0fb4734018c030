#include "lsof/report/bpf_names.h"

#include <iterator>

namespace nd::lsof {
namespace {

constexpr std::string_view kMapTypes[] = {"unspec",
                                          "hash",
                                          "array",
                                          "prog_array",
                                          "perf_event_array",
                                          "percpu_hash",
                                          "percpu_array",
                                          "stack_trace",
                                          "cgroup_array",
                                          "lru_hash",
                                          "lru_percpu_hash",
                                          "lpm_trie",
                                          "array_of_maps",
                                          "hash_of_maps",
                                          "devmap",
                                          "sockmap",
                                          "cpumap",
                                          "xskmap",
                                          "sockhash",
                                          "cgroup_storage",
                                          "reuseport_sockarray",
                                          "percpu_cgroup_storage",
                                          "queue",
                                          "stack",
                                          "sk_storage",
                                          "devmap_hash",
                                          "struct_ops",
                                          "ringbuf",
                                          "inode_storage",
                                          "task_storage",
                                          "bloom_filter",
                                          "user_ringbuf",
                                          "cgrp_storage",
                                          "arena"};
constexpr std::string_view kProgramTypes[] = {"unspec",
                                              "socket_filter",
                                              "kprobe",
                                              "sched_cls",
                                              "sched_act",
                                              "tracepoint",
                                              "xdp",
                                              "perf_event",
                                              "cgroup_skb",
                                              "cgroup_sock",
                                              "lwt_in",
                                              "lwt_out",
                                              "lwt_xmit",
                                              "sock_ops",
                                              "sk_skb",
                                              "cgroup_device",
                                              "sk_msg",
                                              "raw_tracepoint",
                                              "cgroup_sock_addr",
                                              "lwt_seg6local",
                                              "lirc_mode2",
                                              "sk_reuseport",
                                              "flow_dissector",
                                              "cgroup_sysctl",
                                              "raw_tracepoint_writable",
                                              "cgroup_sockopt",
                                              "tracing",
                                              "struct_ops",
                                              "ext",
                                              "lsm",
                                              "sk_lookup",
                                              "syscall",
                                              "netfilter"};

}  // namespace

std::string_view bpf_map_type_name(std::uint64_t type) {
  return type < std::size(kMapTypes) ? kMapTypes[type] : std::string_view();
}

std::string_view bpf_program_type_name(std::uint64_t type) {
  return type < std::size(kProgramTypes) ? kProgramTypes[type] : std::string_view();
}

}  // namespace nd::lsof
