#include <gtest/gtest.h>
#include <netdb.h>
#include <pwd.h>

#include "common/names/services.h"
#include "common/names/users.h"

namespace nd {
namespace {

TEST(Services, agrees_with_the_system_on_every_port_that_has_a_name) {
  Services services;
  for (int port = 1; port < 1100; ++port) {
    const servent* entry = ::getservbyport(htons(static_cast<std::uint16_t>(port)), "tcp");
    EXPECT_EQ(services.name(static_cast<std::uint16_t>(port), ServiceProtocol::kTcp), entry ? entry->s_name : "");
  }
}

TEST(Services, finds_ports_by_name_and_alias) {
  Services services;
  const servent* entry = ::getservbyname("http", "tcp");
  if (entry == nullptr) GTEST_SKIP() << "no services database here";
  EXPECT_EQ(services.port("http", ServiceProtocol::kTcp), 80);
  EXPECT_EQ(services.port("no such service", ServiceProtocol::kTcp), std::nullopt);
}

TEST(Protocols, knows_icmp) {
  if (::getprotobynumber(1) == nullptr) GTEST_SKIP() << "no protocols database here";
  Protocols protocols;
  EXPECT_EQ(protocols.name(1), "icmp");
  EXPECT_EQ(protocols.name(60000), "");
}

TEST(Users, names_root_and_leaves_strangers_alone) {
  if (::getpwuid(0) == nullptr) GTEST_SKIP() << "no user database here";
  Users users;
  EXPECT_EQ(users.name(0), ::getpwuid(0)->pw_name);
  EXPECT_EQ(users.name(3999999999U), "");
  EXPECT_EQ(find_uid("root"), 0U);
  EXPECT_EQ(find_uid("4242"), 4242U);
  EXPECT_EQ(find_uid("no such user"), std::nullopt);
}

}  // namespace
}  // namespace nd
