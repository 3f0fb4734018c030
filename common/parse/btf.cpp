#include "common/parse/btf.h"

#include <linux/btf.h>

#include <algorithm>

#include "common/parse/netlink_attributes.h"

namespace nd {
namespace {

constexpr std::uint32_t kNotFound = ~0U;

// The two parts that follow the header.
struct Sections {
  Bytes types;
  std::string_view names;

  // Up to the next NUL; empty for an offset that lies outside.
  std::string_view name(std::uint32_t offset) const {
    const std::string_view rest = names.substr(std::min<std::size_t>(offset, names.size()));
    return rest.substr(0, rest.find('\0'));
  }
};

std::optional<Bytes> part(Bytes bytes, std::size_t offset, std::size_t length) {
  if (offset > bytes.size() || length > bytes.size() - offset) return std::nullopt;
  return bytes.subspan(offset, length);
}

std::optional<Sections> sections_of(Bytes btf) {
  const auto header = load<btf_header>(btf);
  if (!header || header->magic != BTF_MAGIC || header->version != BTF_VERSION) return std::nullopt;
  const auto body = part(btf, header->hdr_len, btf.size() - std::min<std::size_t>(header->hdr_len, btf.size()));
  if (!body) return std::nullopt;
  const auto types = part(*body, header->type_off, header->type_len);
  const auto names = part(*body, header->str_off, header->str_len);
  if (!types || !names) return std::nullopt;
  return Sections{*types, as_text(*names)};
}

// How many bytes describe a type behind its btf_type; nullopt for a kind that this list does not have.
std::optional<std::size_t> size_behind(const btf_type& type) {
  const std::size_t count = BTF_INFO_VLEN(type.info);
  switch (BTF_INFO_KIND(type.info)) {
    case BTF_KIND_PTR:
    case BTF_KIND_FWD:
    case BTF_KIND_TYPEDEF:
    case BTF_KIND_VOLATILE:
    case BTF_KIND_CONST:
    case BTF_KIND_RESTRICT:
    case BTF_KIND_FUNC:
    case BTF_KIND_FLOAT:
    case BTF_KIND_TYPE_TAG:
      return 0;
    case BTF_KIND_INT:
    case BTF_KIND_VAR:
    case BTF_KIND_DECL_TAG:
      return 4;
    case BTF_KIND_ARRAY:
      return sizeof(btf_array);
    case BTF_KIND_ENUM:
    case BTF_KIND_FUNC_PROTO:
      return count * 8;
    case BTF_KIND_STRUCT:
    case BTF_KIND_UNION:
    case BTF_KIND_DATASEC:
    case BTF_KIND_ENUM64:
      return count * 12;
    default:
      return std::nullopt;
  }
}

// The offset of the member called `name` among the btf_member entries.
std::uint32_t member_offset(const Sections& sections, Bytes entries, std::string_view name) {
  while (const auto entry = take_struct<btf_member>(entries)) {
    if (sections.name(entry->name_off) == name) return BTF_MEMBER_BIT_OFFSET(entry->offset) / 8;
  }
  return kNotFound;
}

}  // namespace

std::optional<BtfPlaces> find_in_btf(Bytes btf, std::string_view function, std::span<const BtfMember> members) {
  const auto sections = sections_of(btf);
  if (!sections) return std::nullopt;
  BtfPlaces places{kNotFound, std::vector<std::uint32_t>(members.size(), kNotFound)};
  Bytes rest = sections->types;
  for (std::uint32_t number = 1; const auto type = take_struct<btf_type>(rest); ++number) {
    const auto size = size_behind(*type);
    if (!size || *size > rest.size()) return std::nullopt;
    const Bytes behind = rest.first(*size);
    rest = rest.subspan(*size);
    const std::uint32_t kind = BTF_INFO_KIND(type->info);
    if (kind == BTF_KIND_FUNC && sections->name(type->name_off) == function) places.function = number;
    if (kind != BTF_KIND_STRUCT) continue;
    const std::string_view structure = sections->name(type->name_off);
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (members[i].structure == structure) places.offsets[i] = member_offset(*sections, behind, members[i].name);
    }
  }
  const bool all = places.function != kNotFound && std::ranges::count(places.offsets, kNotFound) == 0;
  return all ? std::optional(std::move(places)) : std::nullopt;
}

}  // namespace nd
