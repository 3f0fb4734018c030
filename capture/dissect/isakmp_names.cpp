// The numbers of ISAKMP, of its IPsec domain and of IKE (RFC 2407 to RFC 2409, RFC 4306), by the peer's names.
#include "capture/dissect/isakmp.h"

namespace nd::capture::isakmp {
namespace {

constexpr Token kPayloadNames[] = {
    {0, "none"},   {1, "sa"},     {2, "p"},       {3, "t"},      {4, "ke"},      {5, "id"},       {6, "cert"},
    {7, "cr"},     {8, "hash"},   {9, "sig"},     {10, "nonce"}, {11, "n"},      {12, "d"},       {13, "vid"},
    {14, "pay14"}, {15, "pay15"}, {16, "pay16"},  {17, "pay17"}, {18, "pay18"},  {19, "pay19"},   {20, "pay20"},
    {21, "pay21"}, {22, "pay22"}, {23, "pay23"},  {24, "pay24"}, {25, "pay25"},  {26, "pay26"},   {27, "pay27"},
    {28, "pay28"}, {29, "pay29"}, {30, "pay30"},  {31, "pay31"}, {32, "pay32"},  {33, "v2sa"},    {34, "v2ke"},
    {35, "v2IDi"}, {36, "v2IDr"}, {37, "v2cert"}, {38, "v2cr"},  {39, "v2auth"}, {40, "v2nonce"}, {41, "v2n"},
    {42, "v2d"},   {43, "v2vid"}, {44, "v2TSi"},  {45, "v2TSr"}, {46, "v2e"},    {47, "v2cp"},    {48, "v2eap"},
};
constexpr Token kProtocolNames[] = {{1, "isakmp"}, {2, "ipsec-ah"}, {3, "ipsec-esp"}, {4, "ipcomp"}};
constexpr Token kExchangeNames[] = {
    {0, "none"},        {1, "base"},        {2, "ident"},         {3, "auth"},
    {4, "agg"},         {5, "inf"},         {32, "oakley-quick"}, {33, "oakley-newgroup"},
    {34, "ikev2_init"}, {35, "ikev2_auth"}, {36, "child_sa"},     {37, "inf2"},
};
constexpr Token kGroupNames[] = {
    {1, "modp768"},     {2, "modp1024"},    {3, "EC2N 2^155"},  {4, "EC2N 2^185"}, {5, "modp1536"},
    {6, "iana-grp06"},  {7, "iana-grp07"},  {8, "iana-grp08"},  {9, "iana-grp09"}, {10, "iana-grp10"},
    {11, "iana-grp11"}, {12, "iana-grp12"}, {13, "iana-grp13"}, {14, "modp2048"},  {15, "modp3072"},
    {16, "modp4096"},   {17, "modp6144"},   {18, "modp8192"},
};
// In the attributes of version 1 the table ends one earlier.
constexpr Tokens kOakleyGroups{kGroupNames, std::size(kGroupNames) - 1};
constexpr Token kCertificateNames[] = {
    {0, "none"},     {1, "pkcs7"}, {2, "pgp"}, {3, "dns"},  {4, "x509sign"},  {5, "x509ke"},
    {6, "kerberos"}, {7, "crl"},   {8, "arl"}, {9, "spki"}, {10, "x509attr"},
};
constexpr Token kIdentityNames[] = {
    {1, "IPv4"},      {2, "FQDN"},      {3, "user FQDN"}, {4, "IPv4net"},  {5, "IPv6"},   {6, "IPv6net"},
    {7, "IPv4range"}, {8, "IPv6range"}, {9, "ASN1 DN"},   {10, "ASN1 GN"}, {11, "keyid"},
};
constexpr Token kErrorNames[] = {
    {1, "INVALID-PAYLOAD-TYPE"},
    {2, "DOI-NOT-SUPPORTED"},
    {3, "SITUATION-NOT-SUPPORTED"},
    {4, "INVALID-COOKIE"},
    {5, "INVALID-MAJOR-VERSION"},
    {6, "INVALID-MINOR-VERSION"},
    {7, "INVALID-EXCHANGE-TYPE"},
    {8, "INVALID-FLAGS"},
    {9, "INVALID-MESSAGE-ID"},
    {10, "INVALID-PROTOCOL-ID"},
    {11, "INVALID-SPI"},
    {12, "INVALID-TRANSFORM-ID"},
    {13, "ATTRIBUTES-NOT-SUPPORTED"},
    {14, "NO-PROPOSAL-CHOSEN"},
    {15, "BAD-PROPOSAL-SYNTAX"},
    {16, "PAYLOAD-MALFORMED"},
    {17, "INVALID-KEY-INFORMATION"},
    {18, "INVALID-ID-INFORMATION"},
    {19, "INVALID-CERT-ENCODING"},
    {20, "INVALID-CERTIFICATE"},
    {21, "CERT-TYPE-UNSUPPORTED"},
    {22, "INVALID-CERT-AUTHORITY"},
    {23, "INVALID-HASH-INFORMATION"},
    {24, "AUTHENTICATION-FAILED"},
    {25, "INVALID-SIGNATURE"},
    {26, "ADDRESS-NOTIFICATION"},
    {27, "NOTIFY-SA-LIFETIME"},
    {28, "CERTIFICATE-UNAVAILABLE"},
    {29, "UNSUPPORTED-EXCHANGE-TYPE"},
    {30, "UNEQUAL-PAYLOAD-LENGTHS"},
    {16384, "CONNECTED"},
};
constexpr Token kStatusNames[] = {{24576, "RESPONDER-LIFETIME"}, {24577, "REPLAY-STATUS"}, {24578, "INITIAL-CONTACT"}};
constexpr Token kNotificationNames2[] = {
    {1, "unsupported_critical_payload"},
    {4, "invalid_ike_spi"},
    {5, "invalid_major_version"},
    {7, "invalid_syntax"},
    {9, "invalid_message_id"},
    {11, "invalid_spi"},
    {14, "no_protocol_chosen"},
    {17, "invalid_ke_payload"},
    {24, "authentication_failed"},
    {34, "single_pair_required"},
    {35, "no_additional_sas"},
    {36, "internal_address_failure"},
    {37, "failed:cp_required"},
    {39, "invalid_selectors"},
    {16384, "initial_contact"},
    {16385, "set_window_size"},
    {16386, "additional_ts_possible"},
    {16387, "ipcomp_supported"},
    {16388, "nat_detection_source_ip"},
    {16389, "nat_detection_destination_ip"},
    {16390, "cookie"},
    {16391, "use_transport_mode"},
    {16392, "http_cert_lookup_supported"},
    {16393, "rekey_sa"},
    {16394, "tfc_padding_not_supported"},
    {16395, "non_first_fragment_also"},
};
constexpr Token kEncryptions[] = {{1, "1des"}, {2, "idea"}, {3, "blowfish"}, {4, "rc5"},
                                  {5, "3des"}, {6, "cast"}, {7, "aes"}};
constexpr Token kHashes[] = {{1, "md5"}, {2, "sha1"}, {3, "tiger"}, {4, "sha2-256"}, {5, "sha2-384"}, {6, "sha2-512"}};
constexpr Token kMethods[] = {{1, "preshared"}, {2, "dss"}, {3, "rsa sig"}, {4, "rsa enc"}, {5, "rsa enc revised"}};
constexpr Token kGroupTypes[] = {{1, "MODP"}, {2, "ECP"}, {3, "EC2N"}};
constexpr Token kLifeTypes[] = {{1, "sec"}, {2, "kb"}};
constexpr Token kModes[] = {{1, "tunnel"}, {2, "transport"}};
constexpr Token kIntegrities[] = {{1, "hmac-md5"}, {2, "hmac-sha1"}, {3, "1des-mac"}, {4, "keyed"}};
constexpr AttributeNames kOakleyNames[] = {
    {1, "enc", kEncryptions},
    {2, "hash", kHashes},
    {3, "auth", kMethods},
    {4, "group desc", kOakleyGroups},
    {5, "group type", kGroupTypes},
    {6, "group prime", {}},
    {7, "group gen1", {}},
    {8, "group gen2", {}},
    {9, "group curve A", {}},
    {10, "group curve B", {}},
    {11, "lifetype", kLifeTypes},
    {12, "lifeduration", {}},
    {13, "prf", {}},
    {14, "keylen", {}},
    {15, "field", {}},
    {16, "order", {}},
};
constexpr AttributeNames kIpsecNames[] = {
    {1, "lifetype", kLifeTypes}, {2, "life", {}},           {3, "group desc", kOakleyGroups},
    {4, "enc mode", kModes},     {5, "auth", kIntegrities}, {6, "keylen", {}},
    {7, "rounds", {}},           {8, "dictsize", {}},       {9, "privalg", {}},
};
constexpr AttributeNames kTransformNames2[] = {{14, "keylen", {}}};

constexpr Token kIkeTransforms[] = {{1, "ike"}};
constexpr Token kAhTransforms[] = {{1, "(reserved)"}, {2, "md5"},      {3, "sha"},     {4, "1des"},
                                   {5, "sha2-256"},   {6, "sha2-384"}, {7, "sha2-512"}};
constexpr Token kEspTransforms[] = {
    {1, "1des-iv64"}, {2, "1des"},  {3, "3des"},      {4, "rc5"},  {5, "idea"},  {6, "cast"},
    {7, "blowfish"},  {8, "3idea"}, {9, "1des-iv32"}, {10, "rc4"}, {11, "null"}, {12, "aes"},
};
constexpr Token kCompressions[] = {{1, "oui"}, {2, "deflate"}, {3, "lzs"}};
constexpr Token kTypes2[] = {{1, "encr"}, {2, "prf"}, {3, "integ"}, {4, "dh"}, {5, "esn"}};
constexpr Token kPrfs2[] = {{1, "hmac-md5"}, {2, "hmac-sha"}, {3, "hmac-tiger"}, {4, "aes128_xcbc"}};
constexpr Token kIntegrities2[] = {{1, "hmac-md5"}, {2, "hmac-sha"}, {3, "dec-mac"}, {4, "kpdk-md5"}, {5, "aes-xcbc"}};
constexpr Token kSequenceNumbers2[] = {{0, "no-esn"}, {1, "esn"}};
constexpr Token kMethods2[] = {{0, "invalid"}, {1, "rsasig"}, {2, "shared-secret"}, {3, "dsssig"}};

}  // namespace

const Tokens kPayloads{kPayloadNames};
const Tokens kProtocols{kProtocolNames};
const Tokens kExchanges{kExchangeNames};
const Tokens kGroups{kGroupNames};
const Tokens kCertificates{kCertificateNames};
const Tokens kIdentities{kIdentityNames};
const Tokens kErrors{kErrorNames};
const Tokens kStatuses{kStatusNames};
const Tokens kNotifications2{kNotificationNames2};
const Tokens kTransformTypes2{kTypes2};
const Tokens kAuthentications2{kMethods2};
const std::span<const AttributeNames> kOakleyAttributes{kOakleyNames};
const std::span<const AttributeNames> kIpsecAttributes{kIpsecNames};
const std::span<const AttributeNames> kTransformAttributes2{kTransformNames2};

Tokens transform_names(std::uint8_t protocol) {
  switch (protocol) {
    case 1:
      return kIkeTransforms;
    case 2:
      return kAhTransforms;
    case 3:
      return kEspTransforms;
    case 4:
      return kCompressions;
    default:
      return {};
  }
}

Tokens transform_names2(std::uint8_t type) {
  switch (type) {
    case 1:
      return kEspTransforms;
    case 2:
      return kPrfs2;
    case 3:
      return kIntegrities2;
    case 4:
      return kGroupNames;
    case 5:
      return kSequenceNumbers2;
    default:
      return {};
  }
}

}  // namespace nd::capture::isakmp
