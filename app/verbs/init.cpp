// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <cstdio>

#include "app/users/users.h"
#include "app/verbs/verb.h"
#include "gis/store/open_store.h"
#include "gis/store/postgis_setup.h"

namespace app {

extern const Verb kInit;
const Verb kInit = {
    "init", "creates an empty store with default levels, categories and time limits",
    [](int argc, char** argv) -> int {
        const QCoreApplication application(argc, argv);
        VerbParser parser(kInit, false);
        parser.option("group",
                      "A file: members of this group may write too (mode 0660). A server: the role"
                      " consoles sign in as (gridhall_app).",
                      "NAME");
        parser.option("name", "Name of the city.", "CITY", "GridHall");
        parser.option("crs", "Projected CRS the map is drawn in, e.g. EPSG:4545.", "EPSG:N");
        parser.option("without-users",
                      "Makes no administrator: whoever can open the store may do everything, until"
                      " the first user is added. For a hall of one person, and for tests.");
        parser.parser().addPositionalArgument(
            QStringLiteral("URI"),
            QStringLiteral("spatialite:PATH, a path, or postgresql://USER@HOST/DATABASE: the"
                           " role that signs in owns the store"));
        if (const auto leave = parser.parse(QCoreApplication::arguments(), 1, 1)) return *leave;
        static const QRegularExpression epsg(QStringLiteral("^EPSG:[0-9]{4,6}$"));
        if (parser.has("crs") && !epsg.match(parser.text("crs")).hasMatch()) {
            std::fprintf(stderr, "gridhall init: --crs %s is not of the form EPSG:4545\n",
                         parser.text("crs").toUtf8().constData());
            return static_cast<int>(Exit::WrongUsage);
        }
        gis::CreateOptions options;
        options.cityName = parser.text("name").toStdString();
        options.mapCrs = parser.text("crs").toStdString();
        options.group = parser.text("group").toStdString();
        options.by = currentAuthor();
        const std::string uri = parser.positional().constFirst().toStdString();
        const auto made = gis::createStore(uri, options);
        if (!made) return fail(kInit.name, made.error());
        const auto info = (*made)->info();
        if (!info) return fail(kInit.name, info.error());
        std::vector<std::string> roles;
        if (gis::isPostgresUri(uri)) {
            auto granted = gis::grantedRoles(uri, options.open);
            if (!granted) return fail(kInit.name, granted.error());
            roles = std::move(*granted);
        }
        std::optional<FreshUser> administrator;
        if (!parser.has("without-users")) {
            dispatch::User draft;
            draft.code = "admin";
            draft.role = kAdministrator;
            auto added = addUser(**made, options.by, std::move(draft));
            if (!added) return fail(kInit.name, added.error());
            administrator = std::move(*added);
        }
        if (parser.json()) {
            QJsonArray names;
            for (const std::string& role : roles) names.append(QString::fromStdString(role));
            QJsonObject object{
                {QStringLiteral("roles"), names},
                {QStringLiteral("uri"), QString::fromStdString(info->uri)},
                {QStringLiteral("id"), QString::fromStdString(info->id)},
                {QStringLiteral("schema"), info->schema},
                {QStringLiteral("crs"), QString::fromStdString(info->crs)},
            };
            if (administrator) {
                object[QStringLiteral("administrator")] =
                    QString::fromStdString(administrator->user.code);
                object[QStringLiteral("password")] =
                    QString::fromStdString(std::string(administrator->secret.text()));
            }
            std::fputs(QJsonDocument(object).toJson().constData(), stdout);
        } else {
            std::printf("made %s: %s, schema %d, %s\n", info->uri.c_str(), info->cityName.c_str(),
                        info->schema, info->crs.c_str());
            for (const std::string& role : roles) std::printf("  role %s\n", role.c_str());
            for (const auto& [kind, count] : info->counts)
                if (count > 0)
                    std::printf("  %-10s %lld\n", dispatch::kindName(kind),
                                static_cast<long long>(count));
            if (administrator)
                std::printf("administrator admin, one-time password (shown once): %s\n",
                            std::string(administrator->secret.text()).c_str());
        }
        return static_cast<int>(Exit::Done);
    }};

}  // namespace app
