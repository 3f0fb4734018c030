#include "common/index/network_namespaces.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/unit/common/every_prefix.h"

namespace nd {
namespace {

TEST(ContainerId, StandsInTheCgroupOfAProcess) {
  const std::string id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  for (const std::string& text : {"0::/docker/" + id + "\n", "0::/system.slice/docker-" + id + ".scope\n",
                                  "0::/kubepods/pod1234-5678/cri-containerd-" + id + ".scope",
                                  "12:pids:/\n1:name=systemd:/lxc/" + id + "\n0::/\n", id}) {
    EXPECT_EQ(container_in(text), "0123456789ab") << text;
  }
  for (const std::string& text : {std::string(), std::string("0::/\n"), "0::/" + id + "0\n", "0::/" + id.substr(1),
                                  "0::/A" + id.substr(1), id.substr(0, 32) + "-" + id.substr(32)}) {
    EXPECT_EQ(container_in(text), "") << text;
  }
  const std::string whole = "0::/docker/" + id + "\n";
  test::for_every_prefix(whole, [&](std::string_view prefix) {
    EXPECT_EQ(container_in(prefix).empty(), prefix.size() < whole.size() - 1) << prefix;
  });
}

}  // namespace
}  // namespace nd
