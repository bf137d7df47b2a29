// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verb.h"

#include <pwd.h>
#include <unistd.h>

#include <QStandardPaths>
#include <QSysInfo>
#include <array>
#include <cstdio>

namespace app {

VerbParser::VerbParser(const Verb& verb, bool withStore) : m_verb(verb.name) {
    m_parser.setApplicationDescription(QString::fromUtf8(verb.summary));
    option("help", "Shows this help.");
    option("json", "Prints records as JSON.");
    if (withStore) option("store", "The store: spatialite:PATH, a path or postgresql://…", "URI");
}

void VerbParser::option(const char* name, const char* help, const char* value,
                        const char* fallback) {
    QCommandLineOption made(QString::fromUtf8(name), QString::fromUtf8(help));
    if (*value) {
        made.setValueName(QString::fromUtf8(value));
        if (*fallback) made.setDefaultValue(QString::fromUtf8(fallback));
    }
    m_parser.addOption(made);
}

std::optional<int> VerbParser::parse(const QStringList& arguments, int least, int most) {
    QStringList rest = arguments;
    if (rest.size() > 1) rest.removeAt(1);  // the verb itself
    const bool understood = m_parser.parse(rest);
    if (m_parser.isSet(QStringLiteral("help"))) {
        QString help = m_parser.helpText();
        help.replace(QStringLiteral("Usage: ") + arguments.value(0),
                     QStringLiteral("Usage: gridhall ") + QString::fromStdString(m_verb));
        std::fputs(help.toUtf8().constData(), stdout);
        return static_cast<int>(Exit::Done);
    }
    if (!understood) {
        std::fprintf(stderr, "gridhall %s: %s\n", m_verb.c_str(),
                     m_parser.errorText().toUtf8().constData());
        return static_cast<int>(Exit::WrongUsage);
    }
    const auto given = m_parser.positionalArguments().size();
    if (given < least || given > most) {
        std::string wanted = std::to_string(most);
        if (least < most) wanted = std::to_string(least) + " to " + wanted;
        std::fprintf(stderr,
                     "gridhall %s: %lld argument%s given, %s wanted; see gridhall %s --help\n",
                     m_verb.c_str(), static_cast<long long>(given), given == 1 ? "" : "s",
                     most == 0 ? "none" : wanted.c_str(), m_verb.c_str());
        return static_cast<int>(Exit::WrongUsage);
    }
    return std::nullopt;
}

bool VerbParser::has(const char* name) const {
    return m_parser.isSet(QString::fromUtf8(name));
}

QString VerbParser::text(const char* name) const {
    return m_parser.value(QString::fromUtf8(name));
}

std::int64_t VerbParser::number(const char* name, std::int64_t least, std::int64_t most) {
    bool ok = false;
    const std::int64_t value = text(name).toLongLong(&ok);
    if (ok && value >= least && value <= most) return value;
    m_problem = QStringLiteral("--%1 %2 is not a whole number from %3 to %4")
                    .arg(QString::fromUtf8(name), text(name))
                    .arg(least)
                    .arg(most);
    return least;
}

std::optional<int> VerbParser::failed() const {
    if (m_problem.isEmpty()) return std::nullopt;
    std::fprintf(stderr, "gridhall %s: %s\n", m_verb.c_str(), m_problem.toUtf8().constData());
    return static_cast<int>(Exit::WrongUsage);
}

QString VerbParser::store() const {
    if (has("store")) return text("store");
    const QString named = qEnvironmentVariable("GRIDHALL_STORE");
    if (!named.isEmpty()) return named;
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
           QStringLiteral("/city.gridhall");
}

Exit exitFor(dispatch::ErrorCode code) {
    switch (code) {
        case dispatch::ErrorCode::NotFound:
        case dispatch::ErrorCode::BadInput:
            return Exit::BadInput;
        case dispatch::ErrorCode::NotAllowed:
        case dispatch::ErrorCode::Conflict:
        case dispatch::ErrorCode::Cancelled:
            return Exit::Refused;
        case dispatch::ErrorCode::Unavailable:
        case dispatch::ErrorCode::Corrupt:
        case dispatch::ErrorCode::ServerDown:
        case dispatch::ErrorCode::ServerFull:
        case dispatch::ErrorCode::SignInRefused:
        case dispatch::ErrorCode::TimedOut:
            return Exit::NoStore;
    }
    return Exit::NoStore;
}

std::optional<dispatch::GeoBox> boxIn(const QString& words) {
    const QStringList parts = words.split(QLatin1Char(','));
    if (parts.size() != 4) return {};
    std::array<double, 4> sides{};
    for (int i = 0; i < 4; ++i) {
        bool ok = false;
        sides[std::size_t(i)] = parts[i].trimmed().toDouble(&ok);
        if (!ok) return {};
    }
    dispatch::GeoBox box;
    box.add(dispatch::LonLat{sides[0], sides[1]});
    box.add(dispatch::LonLat{sides[2], sides[3]});
    const bool sane = sides[0] < sides[2] && sides[1] < sides[3] && sides[0] >= -180 &&
                      sides[2] <= 180 && sides[1] >= -90 && sides[3] <= 90;
    return sane ? std::optional(box) : std::nullopt;
}

int fail(const char* verb, const dispatch::Error& error) {
    std::fprintf(stderr, "gridhall %s: %s\n", verb, error.detail.c_str());
    return static_cast<int>(exitFor(error.code));
}

void sweepAfterPublishing(dispatch::Store& store, std::stop_token stop) {
    (void)store.retain(std::move(stop));
}

dispatch::Author currentAuthor() {
    std::array<char, 256> name{};
    std::string officer = qEnvironmentVariable("USER").toStdString();
    if (officer.empty() && getlogin_r(name.data(), name.size()) == 0) officer = name.data();
    if (const passwd* user = officer.empty() ? getpwuid(getuid()) : nullptr)
        officer = user->pw_name;
    if (officer.empty()) officer = std::to_string(getuid());
    QString seat = qEnvironmentVariable("GRIDHALL_SEAT");
    if (seat.isEmpty()) seat = QSysInfo::machineHostName();
    return {officer, seat.toStdString()};
}

}  // namespace app
