#include "common/parse/proc_net_sockets.h"

#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace nd {
namespace {

constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> kDigits = [] {
  std::array<std::uint8_t, 256> digits{};
  digits.fill(kNoDigit);
  for (std::uint8_t i = 0; i < 10; ++i) digits['0' + i] = i;
  for (std::uint8_t i = 0; i < 6; ++i) digits['A' + i] = digits['a' + i] = static_cast<std::uint8_t>(10 + i);
  return digits;
}();

constexpr std::uint64_t kEach = 0x0101010101010101U;  // times a byte: that byte eight times

// The number that eight hexadecimal digits are, with arithmetic on all of them at once: most numbers of a row have as
// many. nullopt where one is no digit.
std::optional<std::uint32_t> eight_digits(const char* at) {
  std::uint64_t text;
  std::memcpy(&text, at, sizeof text);
  if constexpr (std::endian::native == std::endian::little) text = __builtin_bswap64(text);  // the first is the highest
  const std::uint64_t letters = text >> 6 & kEach;
  const std::uint64_t low = (text | letters << 5) ^ (kEach * '0' + letters * ('`' - '0'));  // a to f: 1 to 6
  const std::uint64_t digits = low + letters * 9;
  const std::uint64_t above_nine = (digits + kEach * 6) >> 4 & kEach;
  if (((low | digits) & kEach * 0xf0) != 0 || above_nine != letters) return std::nullopt;
  const std::uint64_t pairs = (digits | digits >> 4) & 0x00ff00ff00ff00ffU;
  const std::uint64_t fours = (pairs | pairs >> 8) & 0x0000ffff0000ffffU;
  return static_cast<std::uint32_t>(fours | fours >> 16);
}

// Reads the numbers of one row from left to right; failure is sticky.
class RowCursor {
 public:
  explicit RowCursor(std::string_view line) : at_(line.data()), end_(line.data() + line.size()) {}

  bool ok() const { return ok_; }
  bool at_end() {
    skip_blanks();
    return at_ == end_;
  }
  bool at_blank() const { return at_ != end_ && *at_ == ' '; }
  void skip_blanks() {
    while (at_ != end_ && *at_ == ' ') ++at_;
  }
  void expect(char c) {
    if (at_ == end_ || *at_ != c) {
      ok_ = false;
    } else {
      ++at_;
    }
  }
  void skip_word() {
    skip_blanks();
    const char* const start = at_;
    while (at_ != end_ && *at_ != ' ') ++at_;
    if (at_ == start) ok_ = false;
  }
  // A number in `Base`: at least one digit, no more than T holds.
  template <typename T, unsigned Base>
  T number() {
    std::uint64_t value = 0;
    const char* const start = at_;
    while (at_ != end_) {
      const unsigned digit = kDigits[static_cast<unsigned char>(*at_)];
      if (digit >= Base) break;
      if (value > (std::numeric_limits<std::uint64_t>::max() - digit) / Base) ok_ = false;
      value = value * Base + digit;
      ++at_;
    }
    if (at_ == start || value > std::numeric_limits<T>::max()) ok_ = false;
    return static_cast<T>(value);
  }
  template <typename T>
  T hex() {
    if constexpr (sizeof(T) >= sizeof(std::uint32_t)) {
      const bool has_eight = end_ - at_ > 8 && kDigits[static_cast<unsigned char>(at_[8])] == kNoDigit;
      if (const auto value = has_eight ? eight_digits(at_) : std::nullopt) {
        at_ += 8;
        return *value;
      }
    }
    return number<T, 16>();
  }
  template <typename T>
  T dec() {
    skip_blanks();
    return number<T, 10>();
  }
  // Eight digits: the kernel printed a word of network bytes as it lies in memory, so it goes back the same way.
  void address_word(std::uint8_t* into) {
    const auto value = end_ - at_ < 8 ? std::nullopt : eight_digits(at_);
    if (!value) {
      ok_ = false;
      return;
    }
    at_ += 8;
    std::memcpy(into, &*value, sizeof *value);
  }

 private:
  const char* at_;
  const char* end_;
  bool ok_ = true;
};

Endpoint read_endpoint(RowCursor& in, Family family) {
  Endpoint endpoint;
  in.skip_blanks();
  if (family == Family::kIpv6) {
    std::array<std::uint8_t, 16> bytes{};
    for (std::size_t word = 0; word < 4; ++word) in.address_word(bytes.data() + word * 4);
    endpoint.address = IpAddress::v6(bytes);
  } else {
    std::array<std::uint8_t, 4> bytes{};
    in.address_word(bytes.data());
    endpoint.address = IpAddress::v4(bytes);
  }
  in.expect(':');
  endpoint.port = in.hex<std::uint16_t>();
  return endpoint;
}

bool has_drops(InetProtocol protocol) { return protocol != InetProtocol::kTcp; }

}  // namespace

std::string_view table_name(SocketTableKind kind) {
  const bool v6 = kind.family == Family::kIpv6;
  switch (kind.protocol) {
    case InetProtocol::kTcp:
      return v6 ? "tcp6" : "tcp";
    case InetProtocol::kUdp:
      return v6 ? "udp6" : "udp";
    case InetProtocol::kUdpLite:
      return v6 ? "udplite6" : "udplite";
    case InetProtocol::kRaw:
      return v6 ? "raw6" : "raw";
    case InetProtocol::kIcmp:
      return v6 ? "icmp6" : "icmp";
  }
  return "";
}

std::optional<SocketRow> parse_socket_row(std::string_view line, SocketTableKind kind) {
  std::optional<SocketRow> parsed(std::in_place);
  SocketRow& row = *parsed;
  RowCursor in(line);
  row.protocol = kind.protocol;
  row.family = kind.family;
  in.skip_word();  // sl: a running number or a hash slot, meaningless outside the kernel
  row.local = read_endpoint(in, kind.family);
  row.remote = read_endpoint(in, kind.family);
  in.skip_blanks();
  row.state = TcpState{in.hex<std::uint8_t>()};
  in.skip_blanks();
  row.tx_queue = in.hex<std::uint32_t>();
  in.expect(':');
  row.rx_queue = in.hex<std::uint32_t>();
  in.skip_blanks();
  row.timer = SocketTimer{in.hex<std::uint8_t>()};
  in.expect(':');
  row.timer_ticks = in.hex<std::uint64_t>();
  in.skip_blanks();
  row.retransmits = in.hex<std::uint32_t>();
  row.uid = in.dec<std::uint32_t>();
  row.timeouts = in.dec<std::uint32_t>();
  row.inode = in.dec<std::uint64_t>();
  if (!in.ok() || !in.at_blank()) return std::nullopt;  // a cut inode would name another socket
  if (has_drops(kind.protocol)) {
    in.skip_word();  // reference count
    in.skip_word();  // the socket's address, hashed
    const auto drops = in.dec<std::uint32_t>();
    if (in.ok()) row.drops = drops;
  }
  return parsed;
}

}  // namespace nd
