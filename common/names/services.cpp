#include "common/names/services.h"

#include <arpa/inet.h>
#include <netdb.h>

#include <cerrno>

#include "common/base/shortage.h"

namespace nd {
namespace {

std::optional<ServiceProtocol> protocol_called(std::string_view name) {
  if (name == "tcp") return ServiceProtocol::kTcp;
  if (name == "udp") return ServiceProtocol::kUdp;
  if (name == "sctp") return ServiceProtocol::kSctp;
  if (name == "dccp") return ServiceProtocol::kDccp;
  return std::nullopt;
}

}  // namespace

void Services::load() {
  if (loaded_) return;
  loaded_ = true;
  errno = 0;
  ::setservent(1);
  note_shortage(errno, "services");
  while (const servent* entry = ::getservent()) {
    if (const auto protocol = protocol_called(entry->s_proto)) {
      add(*protocol, ntohs(static_cast<std::uint16_t>(entry->s_port)), entry->s_name, entry->s_aliases);
    }
  }
  ::endservent();
}

void Services::add(ServiceProtocol protocol, std::uint16_t port, const char* name, char** aliases) {
  Table& table = tables_[static_cast<std::size_t>(protocol)];
  if (table.index_of_port.empty()) table.index_of_port.resize(65536);
  std::uint16_t& index = table.index_of_port[port];
  if (table.names.size() < 65535 && (index == 0 || duplicate_ == Duplicate::kLast)) {
    index = static_cast<std::uint16_t>(table.names.size());
    table.names.emplace_back(name);
  }
  table.port_of_name.emplace(name, port);
  for (; *aliases != nullptr; ++aliases) table.port_of_name.emplace(*aliases, port);
}

std::string_view Services::name(std::uint16_t port, ServiceProtocol protocol) {
  load();
  const Table& table = tables_[static_cast<std::size_t>(protocol)];
  return table.index_of_port.empty() ? std::string_view() : std::string_view(table.names[table.index_of_port[port]]);
}

std::optional<std::uint16_t> Services::port(std::string_view name, ServiceProtocol protocol) {
  load();
  const Table& table = tables_[static_cast<std::size_t>(protocol)];
  const auto found = table.port_of_name.find(std::string(name));
  if (found == table.port_of_name.end()) return std::nullopt;
  return found->second;
}

std::string_view Protocols::name(std::uint16_t number) {
  if (!loaded_) {
    loaded_ = true;
    ::setprotoent(1);
    while (const protoent* entry = ::getprotoent()) {
      const auto key = static_cast<std::uint16_t>(entry->p_proto);
      if (duplicate_ == Duplicate::kLast) {
        names_.insert_or_assign(key, entry->p_name);
      } else {
        names_.emplace(key, entry->p_name);
      }
    }
    ::endprotoent();
  }
  const auto found = names_.find(number);
  return found == names_.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace nd
