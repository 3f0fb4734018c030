#include "common/parse/address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <string>

#include "common/render/address.h"

namespace nd {
namespace {

// inet_pton is the oracle: the same texts are accepted, and they mean the same bytes.
class AddressText : public testing::TestWithParam<const char*> {};

std::string by_inet_pton(int family, const char* text) {
  unsigned char bytes[16];
  char back[INET6_ADDRSTRLEN];
  if (::inet_pton(family, text, bytes) != 1) return "none";
  return ::inet_ntop(family, bytes, back, sizeof back);
}

TEST_P(AddressText, MeansWhatInetPtonSays) {
  const auto v4 = parse_ipv4(GetParam());
  const auto v6 = parse_ipv6(GetParam());
  EXPECT_EQ(v4 ? to_string(*v4) : "none", by_inet_pton(AF_INET, GetParam()));
  EXPECT_EQ(v6 ? to_string(*v6) : "none", by_inet_pton(AF_INET6, GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Texts, AddressText,
                         testing::Values("", ".", ":", "::", ":::", "1", "127.1", "10.0.0.1", "010.0.0.1", "1.2.3.4.5",
                                         "1.2.3.", "256.0.0.1", "1.2.3.-4", " 1.2.3.4", "1.2.3.4 ", "0.0.0.0", "::1",
                                         "1::", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::8",
                                         "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "1::2:3:4:5:6:7:8", "1::2::3",
                                         "1:", ":1", "1:2:", "::ffff:1.2.3.4", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4",
                                         "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::1.2.3.4:5", "12345::", "fe80::G",
                                         "FE80::aBcD", "fe80::1%lo", "1.2.3.4::", "::1.2.3.256"));

TEST(AddressText, EveryPrefixOfAnAddressAgreesWithInetPton) {
  const std::string text = "2001:db8::1:2:203.0.113.77";
  for (std::size_t n = 0; n <= text.size(); ++n) {
    const std::string prefix = text.substr(0, n);
    const auto v6 = parse_ipv6(prefix);
    EXPECT_EQ(v6 ? to_string(*v6) : "none", by_inet_pton(AF_INET6, prefix.c_str())) << prefix;
  }
}

TEST(AddressText, ScopeIsKeptAsText) {
  const auto named = parse_scoped_address("fe80::1%eth0");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->scope, "eth0");
  EXPECT_EQ(named->address.scope(), 0U);
  const auto numbered = parse_scoped_address("fe80::1%3");
  ASSERT_TRUE(numbered);
  EXPECT_EQ(numbered->address.scope(), 3U);
  EXPECT_FALSE(parse_scoped_address("fe80::1%"));
  EXPECT_FALSE(parse_scoped_address("10.0.0.1%eth0"));
  EXPECT_TRUE(parse_scoped_address("10.0.0.1"));
}

TEST(AddressText, Prefixes) {
  EXPECT_EQ(parse_prefix("10.0.0.0/8"), (Prefix{IpAddress::v4(10, 0, 0, 0), 8}));
  EXPECT_TRUE(parse_prefix("::/0"));
  EXPECT_TRUE(parse_prefix("::1/128"));
  for (const char* bad :
       {"10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "/8", "x/8"}) {
    EXPECT_FALSE(parse_prefix(bad)) << bad;
  }
}

}  // namespace
}  // namespace nd
