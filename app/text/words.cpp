// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/text/words.h"

#include <QCoreApplication>
#include <QLocale>

namespace app {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

const dispatch::Centre* centreOf(const dispatch::Picture& picture, const std::string& gridCode,
                                 std::size_t digits) {
    const dispatch::Centre* found = nullptr;
    if (gridCode.size() < digits) return found;
    picture.centres.forEach([&](const dispatch::Centre& row) {
        if (row.code.size() == digits && gridCode.compare(0, digits, row.code) == 0) found = &row;
    });
    return found;
}

/// A centre is named after its place: "清渠社区综治中心" answers for 清渠社区.
QString placeOf(const dispatch::Centre& centre) {
    QString name = text(centre.name);
    const QString office = QStringLiteral("综治中心");
    if (name.size() > office.size() && name.endsWith(office)) name.chop(office.size());
    return name;
}

}  // namespace

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

bool speaksChinese() {
    return QLocale().language() == QLocale::Chinese;
}

QString stageText(const std::string& stage) {
    if (stage == "accepted") return Words::tr("Accepted");
    if (stage == "routed") return Words::tr("Routed");
    if (stage == "handling") return Words::tr("Handling");
    if (stage == "reported") return Words::tr("Reported");
    if (stage == "rated") return Words::tr("Rated");
    if (stage == "archived") return Words::tr("Archived");
    return text(stage);
}

QString riskText(dispatch::Risk risk) {
    switch (risk) {
        case dispatch::Risk::Low:
            return Words::tr("Low risk");
        case dispatch::Risk::Medium:
            return Words::tr("Medium risk");
        case dispatch::Risk::High:
            return Words::tr("High risk");
    }
    return {};
}

QString kindText(dispatch::Kind kind) {
    using dispatch::Kind;
    switch (kind) {
        case Kind::Level:
            return Words::tr("Level");
        case Kind::Centre:
            return Words::tr("Centre");
        case Kind::Grid:
            return Words::tr("Grid");
        case Kind::Zone:
            return Words::tr("Patrol zone");
        case Kind::Post:
            return Words::tr("Post");
        case Kind::Unit:
            return Words::tr("Unit");
        case Kind::Responder:
            return Words::tr("Responder");
        case Kind::Duty:
            return Words::tr("Duty");
        case Kind::Category:
            return Words::tr("Category");
        case Kind::Case:
            return Words::tr("Case");
        case Kind::CaseNote:
            return Words::tr("Note");
        case Kind::Camera:
            return Words::tr("Camera");
        case Kind::PopulationCell:
            return Words::tr("Population");
        case Kind::Ground:
            return Words::tr("Ground");
        case Kind::Road:
            return Words::tr("Road");
        case Kind::Barrier:
            return Words::tr("Barrier");
        case Kind::TurnRestriction:
            return Words::tr("Turn restriction");
        case Kind::Setting:
            return Words::tr("Setting");
        case Kind::Assignment:
            return Words::tr("Order");
        case Kind::User:
            return Words::tr("User");
        case Kind::Supervision:
            return Words::tr("Supervision");
        case Kind::Contact:
            return Words::tr("Contact");
        case Kind::Fix:
            return Words::tr("Position");
    }
    return {};
}

QString gridKindText(dispatch::GridKind kind) {
    switch (kind) {
        case dispatch::GridKind::Community:
            return Words::tr("Community grid");
        case dispatch::GridKind::Rural:
            return Words::tr("Rural grid");
        case dispatch::GridKind::Dedicated:
            return Words::tr("Dedicated grid");
    }
    return {};
}

QString responderKindText(dispatch::ResponderKind kind) {
    using dispatch::ResponderKind;
    switch (kind) {
        case ResponderKind::Gridworker:
            return Words::tr("Gridworker");
        case ResponderKind::PartTime:
            return Words::tr("Part-time");
        case ResponderKind::GridHead:
            return Words::tr("Grid head");
        case ResponderKind::Police:
            return Words::tr("Grid police");
        case ResponderKind::Patrol:
            return Words::tr("Patrol");
        case ResponderKind::Volunteer:
            return Words::tr("Volunteers");
        case ResponderKind::Department:
            return Words::tr("Linked unit");
    }
    return {};
}

QString workStateText(dispatch::WorkState state) {
    using dispatch::WorkState;
    switch (state) {
        case WorkState::Free:
            return Words::tr("Free");
        case WorkState::Resting:
            return Words::tr("Resting");
        case WorkState::Sent:
            return Words::tr("Sent");
        case WorkState::EnRoute:
            return Words::tr("En route");
        case WorkState::OnScene:
            return Words::tr("On scene");
    }
    return {};
}

QString vehicleText(dispatch::Vehicle vehicle) {
    switch (vehicle) {
        case dispatch::Vehicle::Foot:
            return Words::tr("On foot");
        case dispatch::Vehicle::Bicycle:
            return Words::tr("Bicycle");
        case dispatch::Vehicle::Car:
            return Words::tr("Car");
    }
    return {};
}

QString fixAgeText(dispatch::FixAge age) {
    switch (age) {
        case dispatch::FixAge::Fresh:
            return Words::tr("fresh");
        case dispatch::FixAge::Ageing:
            return Words::tr("ageing");
        case dispatch::FixAge::Stale:
            return Words::tr("stale");
    }
    return {};
}

QString sourceText(const std::string& source) {
    if (source == "handset") return Words::tr("Handsets");
    if (source == "vehicle") return Words::tr("Vehicles");
    if (source == "simulator") return Words::tr("Simulator");
    if (source == "hotline") return Words::tr("Hotline");
    if (source == "gridworker") return Words::tr("Gridworker's report");
    if (source == "camera") return Words::tr("Camera");
    if (source == "walk-in") return Words::tr("Walk-in");
    if (source == "app") return Words::tr("Residents' app");
    if (source == "patrol") return Words::tr("Patrol");
    return text(source);
}

QString postKindText(const std::string& kind) {
    if (kind == "police") return Words::tr("Police post");
    if (kind == "street") return Words::tr("Street post");
    if (kind == "fire") return Words::tr("Fire post");
    if (kind == "service") return Words::tr("Service post");
    return text(kind);
}

QString errorText(dispatch::ErrorCode code) {
    using dispatch::ErrorCode;
    switch (code) {
        case ErrorCode::NotFound:
            return Words::tr("It does not exist.");
        case ErrorCode::NotAllowed:
            return Words::tr("You may not do this; nothing was written.");
        case ErrorCode::Conflict:
            return Words::tr("Somebody was first; nothing was written.");
        case ErrorCode::BadInput:
            return Words::tr("The input is wrong; nothing was written.");
        case ErrorCode::Unavailable:
            return Words::tr("The store cannot be reached.");
        case ErrorCode::Corrupt:
            return Words::tr("The store is damaged; a person has to look.");
        case ErrorCode::Cancelled:
            return Words::tr("Stopped; nothing was written.");
        case ErrorCode::ServerDown:
            return Words::tr("The store's server is down or restarting.");
        case ErrorCode::ServerFull:
            return Words::tr("The store's server takes no more connections.");
        case ErrorCode::SignInRefused:
            return Words::tr("The store's server refuses the role or password.");
        case ErrorCode::TimedOut:
            return Words::tr("The store's server does not answer in time.");
    }
    return {};
}

QString layerText(const QString& layer) {
    if (layer == QLatin1String("ground")) return Words::tr("Ground");
    if (layer == QLatin1String("boundaries")) return Words::tr("Boundaries");
    if (layer == QLatin1String("grids")) return Words::tr("Grids");
    if (layer == QLatin1String("zones")) return Words::tr("Patrol zones");
    if (layer == QLatin1String("reach")) return Words::tr("Reach 1/3/5 min");
    if (layer == QLatin1String("cameras")) return Words::tr("Cameras");
    if (layer == QLatin1String("posts")) return Words::tr("Posts");
    if (layer == QLatin1String("responders")) return Words::tr("Responders");
    if (layer == QLatin1String("cases")) return Words::tr("Cases");
    if (layer == QLatin1String("labels")) return Words::tr("Labels");
    return layer;
}

QString levelText(const dispatch::Picture& picture, const std::string& level) {
    QString name = text(level);
    picture.levels.forEach([&](const dispatch::Level& row) {
        if (row.code == level) name = text(speaksChinese() ? row.nameZh : row.nameEn);
    });
    return name;
}

QString categoryText(const dispatch::Picture& picture, const dispatch::Case& record) {
    if (!record.categoryText.empty()) return text(record.categoryText);
    const dispatch::Category* own = nullptr;
    const dispatch::Category* parent = nullptr;
    picture.categories.forEach([&](const dispatch::Category& row) {
        if (row.code == record.category) own = &row;
    });
    if (!own) return text(record.category);
    picture.categories.forEach([&](const dispatch::Category& row) {
        if (row.code == own->parent) parent = &row;
    });
    const auto name = [](const dispatch::Category& row) {
        return text(speaksChinese() ? row.nameZh : row.nameEn);
    };
    return parent ? name(*parent) + QStringLiteral(" / ") + name(*own) : name(*own);
}

QString communityText(const dispatch::Picture& picture, const std::string& gridCode) {
    const dispatch::Centre* community = centreOf(picture, gridCode, 12);
    return community ? placeOf(*community) : QString();
}

QString areaText(const dispatch::Picture& picture, const std::string& gridCode) {
    QStringList parts;
    if (const dispatch::Centre* township = centreOf(picture, gridCode, 9))
        parts << placeOf(*township);
    if (const dispatch::Centre* community = centreOf(picture, gridCode, 12))
        parts << placeOf(*community);
    return parts.join(QStringLiteral(" · "));
}

}  // namespace app
