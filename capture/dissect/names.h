// Names for addresses and ports where -n was not given. The dissectors ask through this seam, so that with -n no code
// of name look-ups runs at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace nd::capture {

class Names {
 public:
  virtual ~Names() = default;
  // Empty: unknown, print the number. What is returned lives until the next call.
  virtual std::string_view host4(const std::uint8_t* bytes) = 0;
  virtual std::string_view host6(const std::uint8_t* bytes) = 0;
  virtual std::string_view tcp_port(std::uint16_t port) = 0;
  virtual std::string_view udp_port(std::uint16_t port) = 0;
  virtual std::string_view protocol(std::uint8_t ip_protocol) = 0;
  virtual std::string_view ethernet(const std::uint8_t* mac) = 0;
};

}  // namespace nd::capture
