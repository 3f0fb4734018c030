#include <gtest/gtest.h>

#include <vector>

#include "common/parse/address.h"
#include "ping/owner_messages.h"

namespace nd::ping {
namespace {

constexpr Mac kOwn{{2, 0, 0, 0, 0, 1}};
constexpr Mac kOther{{2, 0, 0, 0, 0, 2}};
const IpAddress kSource = IpAddress::v4(192, 0, 2, 1);
const IpAddress kTarget = IpAddress::v4(192, 0, 2, 2);
const IpAddress kTarget6 = *parse_address("fd00::12:3456");

TEST(Arp, ARequestNamesBothAddresses) {
  const auto request = arp_request(kOwn, kSource, kTarget);
  EXPECT_EQ((std::vector<std::uint8_t>(request.begin(), request.end())),
            (std::vector<std::uint8_t>{0,   1, 8, 0, 6, 4, 0, 1, 2, 0, 0,   0, 0, 1,
                                       192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 2}));
}

TEST(Arp, OnlyAReplyOfTheTargetCounts) {
  auto reply = arp_request(kOther, kTarget, kSource);
  EXPECT_FALSE(read_arp_reply(reply, kTarget)) << "a request";
  reply[7] = 2;
  EXPECT_EQ(read_arp_reply(reply, kTarget), kOther);
  EXPECT_FALSE(read_arp_reply(reply, kSource));
  for (std::size_t size = 0; size < reply.size(); ++size)
    EXPECT_FALSE(read_arp_reply(Bytes(reply).first(size), kTarget));
  reply[4] = 8;
  EXPECT_FALSE(read_arp_reply(reply, kTarget)) << "no Ethernet address";
}

TEST(NeighbourDiscovery, TheGroupOfATargetHasItsLast24Bits) {
  EXPECT_EQ(solicited_node_group(kTarget6), *parse_address("ff02::1:ff12:3456"));
}

TEST(NeighbourDiscovery, ASolicitationNamesTheTargetAndTheAsker) {
  const auto message = neighbour_solicitation(kOwn, kTarget6);
  EXPECT_EQ(message[0], 135);
  EXPECT_TRUE(std::equal(message.begin() + 8, message.begin() + 24, kTarget6.bytes().begin()));
  EXPECT_EQ((std::vector<std::uint8_t>(message.begin() + 24, message.end())),
            (std::vector<std::uint8_t>{1, 1, 2, 0, 0, 0, 0, 1}));
}

std::vector<std::uint8_t> advertisement(std::initializer_list<std::uint8_t> options) {
  const auto shape = neighbour_solicitation(kOwn, kTarget6);
  std::vector<std::uint8_t> message(shape.begin(), shape.begin() + 24);
  message[0] = 136;
  message.insert(message.end(), options);
  return message;
}

TEST(NeighbourDiscovery, AnAdvertisementTellsItsLinkAddressInAnOption) {
  EXPECT_EQ(read_neighbour_advertisement(advertisement({2, 1, 2, 0, 0, 0, 0, 2}), kTarget6), kOther);
  EXPECT_EQ(read_neighbour_advertisement(advertisement({14, 1, 0, 0, 0, 0, 0, 0, 2, 1, 2, 0, 0, 0, 0, 2}), kTarget6),
            kOther);
  EXPECT_FALSE(read_neighbour_advertisement(advertisement({2, 1, 2, 0, 0, 0, 0, 2}), *parse_address("fd00::1")));
  EXPECT_FALSE(read_neighbour_advertisement(advertisement({}), kTarget6));
  EXPECT_FALSE(read_neighbour_advertisement(advertisement({2, 0, 2, 0, 0, 0, 0, 2}), kTarget6)) << "no progress";
  EXPECT_FALSE(read_neighbour_advertisement(advertisement({2, 2, 2, 0, 0, 0, 0, 2}), kTarget6)) << "cut";
  EXPECT_FALSE(read_neighbour_advertisement(neighbour_solicitation(kOther, kTarget6), kTarget6));
}

}  // namespace
}  // namespace nd::ping
