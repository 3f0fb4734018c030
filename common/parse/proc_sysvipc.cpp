#include "common/parse/proc_sysvipc.h"

#include "common/base/field_reader.h"

namespace nd {
namespace {

void read_head(FieldReader& in, IpcPermissions& into) {
  into.key = in.dec<std::int32_t>();
  into.id = in.dec<std::int32_t>();
  into.mode = in.oct<std::uint32_t>();
}

void read_owners(FieldReader& in, IpcPermissions& into) {
  into.uid = in.dec<std::uint32_t>();
  into.gid = in.dec<std::uint32_t>();
  into.creator_uid = in.dec<std::uint32_t>();
  into.creator_gid = in.dec<std::uint32_t>();
}

// The heading is no number and is passed over as malformed.
template <typename Row, typename Read>
std::vector<Row> rows_of(std::string_view text, Read&& read) {
  std::vector<Row> rows;
  for_each_line(text, [&](std::string_view line) {
    FieldReader in{line, ""};
    Row row;
    read(in, row);
    if (in.ok()) rows.push_back(row);
  });
  return rows;
}

}  // namespace

std::vector<SharedMemory> parse_sysvipc_shm(std::string_view text) {
  return rows_of<SharedMemory>(text, [](FieldReader& in, SharedMemory& row) {
    read_head(in, row.permissions);
    row.size = in.dec<std::uint64_t>();
    row.creator = in.dec<std::int32_t>();
    row.last = in.dec<std::int32_t>();
    row.attached = in.dec<std::uint64_t>();
    read_owners(in, row.permissions);
    row.attached_at = in.dec<std::int64_t>();
    row.detached_at = in.dec<std::int64_t>();
    row.permissions.changed = in.dec<std::int64_t>();
    row.resident = in.dec<std::uint64_t>();
    row.swapped = in.dec<std::uint64_t>();
  });
}

std::vector<SemaphoreArray> parse_sysvipc_sem(std::string_view text) {
  return rows_of<SemaphoreArray>(text, [](FieldReader& in, SemaphoreArray& row) {
    read_head(in, row.permissions);
    row.count = in.dec<std::uint64_t>();
    read_owners(in, row.permissions);
    row.operated_at = in.dec<std::int64_t>();
    row.permissions.changed = in.dec<std::int64_t>();
  });
}

std::vector<MessageQueue> parse_sysvipc_msg(std::string_view text) {
  return rows_of<MessageQueue>(text, [](FieldReader& in, MessageQueue& row) {
    read_head(in, row.permissions);
    row.bytes = in.dec<std::uint64_t>();
    row.messages = in.dec<std::uint64_t>();
    row.last_sender = in.dec<std::int32_t>();
    row.last_receiver = in.dec<std::int32_t>();
    read_owners(in, row.permissions);
    row.sent_at = in.dec<std::int64_t>();
    row.received_at = in.dec<std::int64_t>();
    row.permissions.changed = in.dec<std::int64_t>();
  });
}

}  // namespace nd
