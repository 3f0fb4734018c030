#include "common/cli/app.h"

int main(int argc, char** argv) {
  CLI::App app{"", "myping"};
  if (const auto status = nd::cli::parse(app, argc, argv, {.usage_status = 2, .version = "myping " ND_VERSION "\n"}))
    return *status;
  return 0;
}
