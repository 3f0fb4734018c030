#include "common/cli/app.h"

int main(int argc, char** argv) {
  CLI::App app{"", "mynetstat"};
  if (const auto status = nd::cli::parse(app, argc, argv, {.usage_status = 3, .version = "mynetstat " ND_VERSION "\n"}))
    return *status;
  return 0;
}
