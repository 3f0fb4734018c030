#include "common/sys/netlink.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

constexpr std::uint32_t kOurs = 7;

// Datagrams as the kernel would send them.
class Datagram {
 public:
  Datagram& add(std::uint16_t type, std::uint32_t sequence, std::string_view payload, std::uint16_t flags = 0) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(NLMSG_LENGTH(payload.size()));
    header.nlmsg_type = type;
    header.nlmsg_flags = flags;
    header.nlmsg_seq = sequence;
    const std::size_t start = bytes_.size();
    bytes_.resize(start + NLMSG_SPACE(payload.size()));
    std::memcpy(bytes_.data() + start, &header, sizeof header);
    payload.copy(reinterpret_cast<char*>(bytes_.data()) + start + NLMSG_HDRLEN, payload.size());
    return *this;
  }
  Datagram& add_code(std::uint16_t type, int code) {
    std::string payload(type == NLMSG_ERROR ? sizeof(nlmsgerr) : sizeof code, '\0');
    std::memcpy(payload.data(), &code, sizeof code);
    return add(type, kOurs, payload);
  }
  Bytes bytes() const { return {bytes_.data(), bytes_.size()}; }

 private:
  std::vector<std::uint8_t> bytes_;
};

struct Answer : testing::Test {
  void take(const Datagram& datagram) {
    answer.take(datagram.bytes(), [this](const NetlinkMessage& message) {
      seen += std::string(reinterpret_cast<const char*>(message.payload.data()), message.payload.size());
    });
  }

  NetlinkAnswer answer{kOurs, true};
  std::string seen;
};

TEST_F(Answer, hands_on_every_message_until_the_dump_is_done) {
  take(Datagram().add(20, kOurs, "aaaa").add(20, kOurs, "bbbb"));
  EXPECT_FALSE(answer.is_over());
  take(Datagram().add(20, kOurs, "cccc").add_code(NLMSG_DONE, 0).add(20, kOurs, "dddd"));
  EXPECT_TRUE(answer.is_over());
  EXPECT_EQ(seen, "aaaabbbbcccc");
  EXPECT_EQ(answer.error(), 0);
  EXPECT_FALSE(answer.end().interrupted);
}

TEST_F(Answer, that_is_no_dump_is_one_message) {
  answer = NetlinkAnswer(kOurs, false);
  take(Datagram().add(20, kOurs, "aaaa").add(20, kOurs, "bbbb"));
  EXPECT_TRUE(answer.is_over());
  EXPECT_EQ(seen, "aaaa");
}

TEST_F(Answer, tells_the_errno_of_a_refusal) {
  take(Datagram().add_code(NLMSG_ERROR, -EPERM));
  EXPECT_TRUE(answer.is_over());
  EXPECT_EQ(answer.error(), EPERM);
}

TEST_F(Answer, tells_the_errno_of_a_dump_that_failed_on_its_way) {
  take(Datagram().add(20, kOurs, "aaaa").add_code(NLMSG_DONE, -ENOMEM));
  EXPECT_EQ(answer.error(), ENOMEM);
  EXPECT_EQ(seen, "aaaa");
}

TEST_F(Answer, tells_that_the_table_changed_meanwhile) {
  take(Datagram().add(20, kOurs, "aaaa", NLM_F_DUMP_INTR).add_code(NLMSG_DONE, 0));
  EXPECT_TRUE(answer.end().interrupted);
}

TEST_F(Answer, passes_over_what_belongs_to_an_earlier_request) {
  take(Datagram().add(20, kOurs - 1, "old.").add(NLMSG_DONE, kOurs - 1, "old.").add(20, kOurs, "new."));
  EXPECT_EQ(seen, "new.");
  EXPECT_FALSE(answer.is_over());
}

TEST_F(Answer, a_refusal_without_room_for_its_code_is_an_error_all_the_same) {
  take(Datagram().add(NLMSG_ERROR, kOurs, ""));
  EXPECT_EQ(answer.error(), EBADMSG);
}

TEST_F(Answer, every_prefix_is_safe_and_hands_on_whole_messages_only) {
  const Datagram whole = Datagram().add(20, kOurs, "aaaa").add_code(NLMSG_DONE, -ENOMEM);
  test::for_every_prefix(whole.bytes(), [&](Bytes bytes) {
    NetlinkAnswer prefix(kOurs, true);
    std::size_t messages = 0;
    prefix.take(bytes, [&](const NetlinkMessage& message) {
      ++messages;
      EXPECT_EQ(message.payload.size(), 4U);
    });
    EXPECT_EQ(messages, bytes.size() >= NLMSG_LENGTH(4) ? 1U : 0U) << bytes.size();
    EXPECT_EQ(prefix.is_over(), bytes.size() == whole.bytes().size()) << bytes.size();
  });
}

}  // namespace
}  // namespace nd
