// BGP's UPDATE message (RFC 4271 section 4.3): withdrawn routes, path attributes, announced routes.
#include "capture/dissect/bgp.h"

namespace nd::capture::bgp {
namespace {

enum class Routes : std::uint8_t { kAll, kStopped, kCut };

// IPv4 prefixes, each on its line; moves behind those that were whole.
Routes print_routes(Printer& p, Slice& in) {
  const bool path_ids = has_path_ids(in, 32);
  while (in.length() > 0) {
    std::uint32_t path_id = 0;
    if (path_ids) {
      if (in.length() < 4) return Routes::kStopped;
      path_id = in.b32();
      in.advance(4);
    }
    Tentative line(p);
    p.put("\n\t    ");
    const Advance prefix = put_prefix4(p, in);
    if (prefix.kind == Advance::Kind::kCut || prefix.kind == Advance::Kind::kShort) return Routes::kCut;
    if (prefix.kind == Advance::Kind::kIllegal) {
      p.put("(illegal prefix length)");
      line.keep();
      return Routes::kStopped;
    }
    if (path_ids) p.put("   Path Id: ", path_id);
    line.keep();
    in.advance(prefix.bytes);
  }
  return Routes::kAll;
}

}  // namespace

void print_update(Printer& p, Slice message) {
  if (message.length() < kHeaderLength + 2) return p.truncated();
  Slice in = message.after(kHeaderLength);
  const std::uint32_t withdrawn = in.b16();
  in.advance(2);
  bool none_withdrawn = withdrawn == 0;
  if (withdrawn > 1) {
    if (!in.has(withdrawn) || in.length() < withdrawn) return p.truncated();
    p.put("\n\t  Withdrawn routes:");
    Slice routes = in.with_length(withdrawn);
    const Routes result = print_routes(p, routes);
    if (result == Routes::kCut) return p.truncated();
    none_withdrawn = result == Routes::kAll;
    in.advance(withdrawn - routes.length());  // not to the end of the routes, where one of them is illegal
  } else {
    in.advance(withdrawn);
  }
  if (in.length() < 2 || !in.has(2)) return p.truncated();
  const std::uint32_t attributes = in.b16();
  in.advance(2);
  if (none_withdrawn && attributes == 0 && in.length() == 0) {
    p.put("\n\t  End-of-Rib Marker (empty NLRI)");
    return;
  }
  if (attributes > 0) {
    if (in.length() < attributes) return p.truncated();
    if (!print_attributes(p, in.with_length(attributes))) return p.truncated();
    in.advance(attributes);
  }
  if (in.length() == 0) return;
  p.put("\n\t  Updated routes:");
  if (print_routes(p, in) == Routes::kCut) p.truncated();
}

}  // namespace nd::capture::bgp
