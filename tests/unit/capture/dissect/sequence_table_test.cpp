#include "capture/dissect/sequence_table.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

Conversation key_of(std::uint32_t ports) {
  Conversation key{};
  key.ports = ports;
  key.family = 4;
  return key;
}

TEST(SequenceTable, RemembersEachConversation) {
  SequenceTable table;
  bool found = true;
  for (std::uint32_t i = 0; i < 5000; ++i) {
    table.find_or_add(key_of(i), found).sequence = i * 3;
    EXPECT_FALSE(found);
  }
  for (std::uint32_t i = 0; i < 5000; ++i) {
    EXPECT_EQ(table.find_or_add(key_of(i), found).sequence, i * 3);
    EXPECT_TRUE(found);
  }
  EXPECT_EQ(table.size(), 5000U);
}

TEST(SequenceTable, StaysBounded) {
  SequenceTable table;
  bool found = false;
  for (std::uint32_t i = 0; i < 3 * SequenceTable::kLimit; ++i) table.find_or_add(key_of(i), found);
  EXPECT_LE(table.size(), SequenceTable::kLimit + 1);
}

}  // namespace
}  // namespace nd::capture
