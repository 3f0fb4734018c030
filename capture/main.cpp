#include "common/cli/app.h"

int main(int argc, char** argv) {
  CLI::App app{"", "mycap"};
  if (const auto status = nd::cli::parse(app, argc, argv, {.usage_status = 1, .version = "mycap " ND_VERSION "\n"}))
    return *status;
  return 0;
}
