// Shell completions, made from the same description that parses the command line, so they cannot disagree.
#pragma once

#include <CLI/App.hpp>
#include <CLI/Config.hpp>  // App.hpp only declares what these two define
#include <CLI/Formatter.hpp>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace nd::cli {

// The script for "bash", "zsh" or "fish"; another shell is an error.
Result<std::string> completions(const CLI::App& app, std::string_view shell);

}  // namespace nd::cli
