// Telnet (RFC 854): the commands that a segment begins with; what follows them is what somebody typed or read.
#include <optional>

#include "capture/dissect/dissectors_services.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace telnet {
namespace {

enum : std::uint8_t { kFirst = 236, kSubEnd = 240, kSub = 250, kWill = 251, kDont = 254, kEscape = 255 };
enum : std::uint8_t { kAuthentication = 37, kEncrypt = 38 };

constexpr std::string_view kCommands[] = {"EOF", "SUSP", "ABORT", "EOR", "SE", "NOP",  "DMARK", "BRK", "IP",   "AO",
                                          "AYT", "EC",   "EL",    "GA",  "SB", "WILL", "WONT",  "DO",  "DONT", "IAC"};
constexpr std::string_view kOptions[] = {"BINARY",
                                         "ECHO",
                                         "RCP",
                                         "SUPPRESS GO AHEAD",
                                         "NAME",
                                         "STATUS",
                                         "TIMING MARK",
                                         "RCTE",
                                         "NAOL",
                                         "NAOP",
                                         "NAOCRD",
                                         "NAOHTS",
                                         "NAOHTD",
                                         "NAOFFD",
                                         "NAOVTS",
                                         "NAOVTD",
                                         "NAOLFD",
                                         "EXTEND ASCII",
                                         "LOGOUT",
                                         "BYTE MACRO",
                                         "DATA ENTRY TERMINAL",
                                         "SUPDUP",
                                         "SUPDUP OUTPUT",
                                         "SEND LOCATION",
                                         "TERMINAL TYPE",
                                         "END OF RECORD",
                                         "TACACS UID",
                                         "OUTPUT MARKING",
                                         "TTYLOC",
                                         "3270 REGIME",
                                         "X.3 PAD",
                                         "NAWS",
                                         "TSPEED",
                                         "LFLOW",
                                         "LINEMODE",
                                         "XDISPLOC",
                                         "OLD-ENVIRON",
                                         "AUTHENTICATION",
                                         "ENCRYPT",
                                         "NEW-ENVIRON"};
constexpr std::string_view kActions[] = {"IS", "SEND", "INFO"};
constexpr std::string_view kAuthenticationActions[] = {"IS", "SEND", "REPLY", "NAME"};
constexpr std::string_view kAuthenticationTypes[] = {
    "NULL", "KERBEROS_V4", "KERBEROS_V5", "SPX", "MINK", "SRP", "RSA", "SSL", "", "", "LOKI", "SSA"};
constexpr std::string_view kEncryptActions[] = {"IS",          "SUPPORT",   "REPLY",    "START", "END", "REQUEST-START",
                                                "REQUEST-END", "END_KEYID", "DEC_KEYID"};
constexpr std::string_view kCiphers[] = {"NULL", "DES_CFB64",      "DES_OFB64",      "DES3_CFB64",    "DES3_OFB64",
                                         "",     "CAST5_40_CFB64", "CAST5_40_OFB64", "CAST128_CFB64", "CAST128_OFB64"};
using Names = std::span<const std::string_view>;

struct Command {
  std::uint8_t code = 0;
  std::uint8_t option = 0;
  Slice data = {};         // of a subnegotiation
  std::uint32_t size = 0;  // may be one more than there is: the peer does not look for the last byte
};

// The command at the front; nothing when there is none that is whole.
std::optional<Command> parse(Slice in) {
  if (in.length() < 2 || in.u8() != kEscape) return std::nullopt;
  Command command{.code = in.u8(1), .size = 2};
  if (command.code == kEscape) return command;
  if (command.code < kFirst) return std::nullopt;
  if (command.code < kSub) return command;
  if (in.length() < 3) return std::nullopt;
  command.option = in.u8(2);
  command.size = 3;
  if (command.code != kSub) return command;
  std::uint32_t end = 3;
  for (; end + 1 < in.length(); ++end) {
    if (in.b16(end) == (kEscape << 8 | kSubEnd)) break;
  }
  if (in.u8(end) != kEscape) return std::nullopt;
  command.data = in.after(3).with_length(end - 3);
  command.size = end + 2;
  return command;
}

void put_number(Printer& p, std::uint8_t number) { p.put(number == 0 ? " " : " 0x", Hex{number}); }

void put_name(Printer& p, Names names, Slice& data) {
  if (data.length() == 0) return;
  const std::uint8_t value = data.u8();
  data.advance(1);
  if (value < names.size() && !names[value].empty()) {
    p.put(' ', names[value]);
  } else {
    put_number(p, value);
  }
}

void put_subnegotiation(Printer& p, std::uint8_t option, Slice data) {
  if (option == kAuthentication) {
    put_name(p, kAuthenticationActions, data);
    put_name(p, kAuthenticationTypes, data);
  } else if (option == kEncrypt) {
    put_name(p, kEncryptActions, data);
    put_name(p, kCiphers, data);
  } else {
    put_name(p, kActions, data);
  }
  for (; data.length() > 0; data.advance(1)) put_number(p, data.u8());
  p.put(" SE");
}

void put_command(Printer& p, const Command& command) {
  if (command.code == kEscape) {
    p.put("IAC IAC");
    return;
  }
  p.put(kCommands[command.code - kFirst]);
  if (command.code < kSub) return;
  if (command.option < std::size(kOptions)) {
    p.put(' ', kOptions[command.option]);
  } else {
    put_number(p, command.option);
  }
  if (command.code == kSub) put_subnegotiation(p, command.option, command.data);
}

// With -vvv and -X: the bytes of a command before its text.
void put_dump(Printer& p, Slice command, std::uint32_t offset) {
  constexpr std::uint32_t kColumn = 8;
  append_hex_dump(p.out, command.bytes(), "\n", false, offset);
  command.need(0, command.length());
  if (command.length() > kColumn) {
    p.put("\n\t\t\t\t");
  } else {
    p.out.fill((kColumn - command.length()) * 3);
    p.put('\t');
  }
}

void print(Printer& p, Slice in) {
  const bool dumps = p.options.hex_ascii && p.verbose() > 2;
  bool first = true;
  for (std::uint32_t at = 0; in.length() > at && in.u8(at) == kEscape;) {
    const Slice rest = in.after(at);
    const std::optional<Command> command = parse(rest);
    if (!command) break;
    if (dumps) {
      if (first) p.put("\nTelnet:");
      put_dump(p, rest.with_length(command->size), at);
    } else {
      p.put(first ? " [telnet " : ", ");
    }
    put_command(p, *command);
    rest.need(0, command->size);
    first = false;
    at += command->size;
  }
  if (!first) p.put(dumps ? '\n' : ']');
}

Next json(JsonWriter& json, Context&, Slice in) {
  json.begin_array("commands");
  while (const std::optional<Command> command = in.length() > 0 ? parse(in) : std::nullopt) {
    json.begin_object();
    json.field("code", command->code);
    json.field("name", kCommands[command->code - kFirst]);
    if (command->code >= kSub && command->code <= kDont) {
      json.field("option", command->option);
      if (command->option < std::size(kOptions)) json.field("option_name", kOptions[command->option]);
    }
    if (command->code == kSub) json.hex_field("data_hex", as_text(command->data.bytes()));
    json.end_object();
    in.advance(command->size);
  }
  json.end_array();
  return {nullptr, in};
}

}  // namespace
}  // namespace telnet

const Dissector kTelnet{"telnet", telnet::print, telnet::json};

}  // namespace nd::capture
