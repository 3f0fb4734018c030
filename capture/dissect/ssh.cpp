// SSH (RFC 4253): only the identification line is in the clear; everything after it is silent.
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

constexpr std::string_view kPrefix = "SSH-";

bool is_print(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

// How long the identification line is without its end; 0 when this is not one, or not all of one.
std::uint32_t identification_length(Slice in) {
  for (std::size_t i = 0; i < kPrefix.size(); ++i) {
    if (in.u8(i) != static_cast<std::uint8_t>(kPrefix[i])) return 0;
  }
  for (std::uint32_t at = 4; at < in.length(); ++at) {
    const std::uint8_t byte = in.u8(at);
    if (byte == '\n') return at;
    if (byte == '\r') return at + 1 < in.length() && in.u8(at + 1) == '\n' ? at : 0;
    if (!is_print(byte)) return 0;
  }
  return 0;
}

std::string_view identification(Slice in) {
  return {reinterpret_cast<const char*>(in.data()), identification_length(in)};
}

void print(Printer& p, Slice in) {
  if (const std::string_view line = identification(in); !line.empty()) p.put(": SSH: ", line);
}

Next json(JsonWriter& json, Context&, Slice in) {
  if (const std::string_view line = identification(in); !line.empty()) json.field("identification", line);
  return {};
}

}  // namespace

const Dissector kSsh{"ssh", print, json};

}  // namespace nd::capture
