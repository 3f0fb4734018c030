#include "common/parse/btf.h"

#include <gtest/gtest.h>
#include <linux/btf.h>

#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

// Writes types and their names, and the header before them.
class BtfText {
 public:
  std::uint32_t name(std::string_view text) {
    const auto offset = static_cast<std::uint32_t>(names_.size());
    names_.append(text).push_back('\0');
    return offset;
  }
  void type(std::string_view called, std::uint32_t kind, std::uint32_t count = 0) {
    const btf_type header{name(called), kind << 24 | count, {0}};
    put(types_, header);
  }
  void member(std::string_view called, std::uint32_t bits) { put(types_, btf_member{name(called), 1, bits}); }
  void words(std::size_t n) { types_.append(n * 4, '\0'); }

  std::string text() const {
    btf_header header{};
    header.magic = BTF_MAGIC;
    header.version = BTF_VERSION;
    header.hdr_len = sizeof header;
    header.type_len = static_cast<std::uint32_t>(types_.size());
    header.str_off = header.type_len;
    header.str_len = static_cast<std::uint32_t>(names_.size());
    std::string all;
    put(all, header);
    return all + types_ + names_;
  }

 private:
  template <typename T>
  static void put(std::string& to, const T& value) {
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  std::string types_;
  std::string names_ = std::string(1, '\0');
};

// One of each kind, so that what follows is found only when all are passed over rightly.
BtfText kernel() {
  BtfText btf;
  btf.type("int", BTF_KIND_INT), btf.words(1);
  btf.type("", BTF_KIND_ARRAY), btf.words(3);
  btf.type("e", BTF_KIND_ENUM, 2), btf.words(4);
  btf.type("", BTF_KIND_FUNC_PROTO, 1), btf.words(2);
  btf.type("e64", BTF_KIND_ENUM64, 1), btf.words(3);
  btf.type("tag", BTF_KIND_DECL_TAG), btf.words(1);
  btf.type("u", BTF_KIND_UNION, 1), btf.member("number", 8);
  btf.type("file", BTF_KIND_STRUCT, 2), btf.member("count", 0), btf.member("inode", 256);
  btf.type("walk", BTF_KIND_FUNC);
  btf.type("u", BTF_KIND_STRUCT, 1), btf.member("number", 64);
  return btf;
}
constexpr BtfMember kWanted[] = {{"file", "inode"}, {"u", "number"}};

TEST(Btf, finds_members_and_a_function) {
  const std::string text = kernel().text();
  const auto places = find_in_btf(as_bytes(text), "walk", kWanted);
  ASSERT_TRUE(places);
  EXPECT_EQ(places->function, 9U);
  EXPECT_EQ(places->offsets, (std::vector<std::uint32_t>{32, 8}));
}

TEST(Btf, says_when_something_is_missing) {
  const std::string text = kernel().text();
  EXPECT_FALSE(find_in_btf(as_bytes(text), "run", kWanted));
  constexpr BtfMember kOther[] = {{"file", "path"}};
  EXPECT_FALSE(find_in_btf(as_bytes(text), "walk", kOther));
}

TEST(Btf, refuses_a_kind_whose_length_it_does_not_know) {
  BtfText btf = kernel();
  btf.type("new", 31);
  EXPECT_FALSE(find_in_btf(as_bytes(btf.text()), "walk", kWanted));
}

TEST(Btf, takes_every_prefix) {
  const std::string text = kernel().text();
  test::for_every_prefix(as_bytes(text), [&](Bytes prefix) {
    EXPECT_EQ(find_in_btf(prefix, "walk", kWanted).has_value(), prefix.size() == text.size());
  });
}

}  // namespace
}  // namespace nd
