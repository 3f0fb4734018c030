// TFTP (RFC 1350) with option acknowledgements (RFC 2347).
#include "capture/dissect/dissectors.h"
#include "capture/dissect/printer.h"
#include "common/render/json.h"

namespace nd::capture {
namespace {

enum : std::uint16_t { kReadRequest = 1, kWriteRequest, kData, kAcknowledgement, kError, kOptions };

constexpr Token kOpcodes[] = {{kReadRequest, "RRQ"},     {kWriteRequest, "WRQ"}, {kData, "DATA"},
                              {kAcknowledgement, "ACK"}, {kError, "ERROR"},      {kOptions, "OACK"}};
constexpr Token kErrors[] = {{0, "EUNDEF"}, {1, "ENOTFOUND"}, {2, "EACCESS"}, {3, "ENOSPACE"},
                             {4, "EBADOP"}, {5, "EBADID"},    {6, "EEXISTS"}, {7, "ENOUSER"}};

// A string and its NUL, which `in` then stands behind; false where the NUL is missing.
bool put_string(Printer& p, Slice& in) {
  const Bytes bytes = in.bytes();
  for (std::uint32_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == 0) {
      in.advance(i + 1);
      return true;
    }
    p.put_safe(bytes[i]);
  }
  return false;
}

bool put_quoted(Printer& p, Slice& in) {
  p.put(" \"");
  const bool whole = put_string(p, in);
  p.put('"');
  return whole;
}

bool put_options(Printer& p, Slice in) {
  while (in.length() > 0) {
    if (in.u8() != 0) p.put(' ');
    if (!put_string(p, in)) return false;
  }
  return true;
}

bool print_request(Printer& p, Slice in) {
  if (in.length() == 0) return false;
  if (!put_quoted(p, in) || in.length() == 0) return false;
  p.put(' ');
  return put_string(p, in) && put_options(p, in);
}

bool print_error(Printer& p, Slice in) {
  if (in.length() < 2) return false;
  p.put(' ', Named{kErrors, in.b16(), "tftp-err-#", " \""});
  in.advance(2);
  return in.length() > 0 && put_quoted(p, in);
}

bool print_block(Printer& p, Slice in) {
  if (in.length() < 2) return false;
  p.put(" block ", in.b16());
  return true;
}

// False where the message ends before it should.
bool print_body(Printer& p, std::uint16_t opcode, Slice in) {
  switch (opcode) {
    case kReadRequest:
    case kWriteRequest:
      return print_request(p, in);
    case kData:
    case kAcknowledgement:
      return print_block(p, in);
    case kError:
      return print_error(p, in);
    case kOptions:
      return put_options(p, in);
    default:
      return true;
  }
}

void print(Printer& p, Slice in) {
  p.put("TFTP, length ", in.length());
  if (in.length() < 2) return p.truncated();
  const std::uint16_t opcode = in.b16();
  p.put(", ", Named{kOpcodes, opcode, "tftp-#"});
  if (!print_body(p, opcode, in.after(2))) p.truncated();
}

void json_string(JsonWriter& json, std::string_view key, Slice& in) {
  const std::string_view text = as_text(in.bytes());
  const std::size_t length = std::min(text.find('\0'), text.size());
  json.foreign_field(key, text.substr(0, length));
  in.advance(length + 1);
}

Next json(JsonWriter& json, Context&, Slice in) {
  const std::uint16_t opcode = in.b16();
  json.field("opcode", opcode);
  if (const std::string_view name = find_token(kOpcodes, opcode); !name.empty()) json.field("name", name);
  Slice rest = in.after(2);
  if (opcode == kReadRequest || opcode == kWriteRequest) {
    json_string(json, "file", rest);
    json_string(json, "mode", rest);
  } else if (opcode == kData || opcode == kAcknowledgement) {
    json.field("block", rest.b16());
  } else if (opcode == kError) {
    json.field("error", rest.b16());
    rest.advance(2);
    json_string(json, "message", rest);
  }
  return {};
}

}  // namespace

const Dissector kTftp{"tftp", print, json};

}  // namespace nd::capture
