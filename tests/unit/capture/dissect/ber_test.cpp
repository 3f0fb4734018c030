#include "capture/dissect/ber.h"

#include <gtest/gtest.h>

namespace nd::capture {
namespace {

using ber::Fault;
using ber::Type;

ber::Element parse(std::initializer_list<std::uint8_t> bytes) {
  return ber::parse(Slice(Bytes(bytes.begin(), bytes.size())));
}

TEST(Ber, TypesByTheirTags) {
  EXPECT_EQ(parse({2, 1, 5}).type, Type::kInteger);
  EXPECT_EQ(parse({0x41, 1, 5}).type, Type::kUnsigned);
  EXPECT_EQ(parse({0x30, 0}).type, Type::kSequence);
  EXPECT_EQ(parse({0xa8, 0}).name(), "Report");
  EXPECT_EQ(parse({0x82, 0}).type, Type::kEndOfMibView);
}

TEST(Ber, NumbersKeepTheirSign) {
  EXPECT_EQ(parse({2, 1, 0xff}).as_integer(), -1);
  EXPECT_EQ(parse({2, 2, 1, 0}).as_integer(), 256);
  EXPECT_EQ(parse({0x46, 5, 1, 0, 0, 0, 0}).as_unsigned64(), 0x100000000U);
}

TEST(Ber, LongLengthsAreCountedInTheSize) { EXPECT_EQ(parse({4, 0x82, 0, 3, 'a', 'b', 'c'}).size, 7U); }

TEST(Ber, Faults) {
  EXPECT_EQ(parse({}).fault, Fault::kEmpty);
  EXPECT_EQ(parse({2}).fault, Fault::kNoLength);
  EXPECT_EQ(parse({2, 2, 1}).fault, Fault::kTooLong);
  EXPECT_EQ(parse({2, 0x84, 1}).fault, Fault::kLengthCut);
  EXPECT_EQ(parse({2, 0}).fault, Fault::kNoValue);
  EXPECT_EQ(parse({0x47, 0}).fault, Fault::kUnknown);
}

TEST(Ber, WhatWasNotCapturedThrows) {
  constexpr std::uint8_t kElement[] = {0x1f, 0x80, 0x04, 0x82, 0, 2, 'a', 'b'};
  for (std::size_t n = 1; n < sizeof kElement; ++n)
    EXPECT_THROW(ber::parse(Slice(kElement, n, sizeof kElement)), Truncated) << n;
}

TEST(Ber, ObjectIdentifiers) {
  const auto text = [](std::initializer_list<std::uint8_t> bytes) {
    TextBuffer out;
    ber::put_oid(out, Slice(Bytes(bytes.begin(), bytes.size())));
    return std::string(out.view());
  };
  EXPECT_EQ(text({0x2b, 6, 1, 0x86, 0x8d, 0x1f}), ".1.3.6.1.99999");
  EXPECT_EQ(text({85}), ".2.5");
  EXPECT_EQ(text({}), "");
}

}  // namespace
}  // namespace nd::capture
