// The IP options that -R, -T and intermediate hops ask for (RFC 791 section 3.1), and their text when they come back.
#pragma once

#include <cstdint>
#include <vector>

#include "common/base/byte_reader.h"
#include "common/model/address.h"
#include "common/render/json.h"
#include "ping/named_lines.h"
#include "ping/options.h"

namespace nd::ping {

// The bytes for IP_OPTIONS; empty when none are asked for. `hops`: of a loose source route or of -T tsprespec.
std::vector<std::uint8_t> build_ip_options(const Options& options, const std::vector<IpAddress>& hops);

// What a reply's options recorded, each on lines of its own that begin with a newline. A route like the last one is
// only said to be the same.
void append_ip_options(NamedLines& lines, Bytes options, std::vector<std::uint8_t>& last_route);
// The same as fields of the object under construction: recorded_route, source_route, ip_timestamps.
void json_ip_options(JsonWriter& json, Bytes options);

}  // namespace nd::ping
