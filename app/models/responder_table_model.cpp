// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/responder_table_model.h"

#include <limits>

#include "app/text/figures.h"
#include "app/text/words.h"

namespace app {
namespace {

using dispatch::Responder;

QVariant words(int role, const QString& shown) {
    if (role == Qt::DisplayRole || role == SortRole || role == Qt::ToolTipRole) return shown;
    return {};
}

/// "w2" before "w17": letters first, then the number.
QVariant codeKey(const std::string& code) {
    const std::size_t digits = code.find_first_of("0123456789");
    if (digits == std::string::npos) return text(code);
    return text(code.substr(0, digits)) + text(code.substr(digits)).rightJustified(8, u'0');
}

}  // namespace

QString fixAgeFigure(const dispatch::Picture& picture, const Responder& responder,
                     dispatch::Millis now) {
    const dispatch::Fix* fix = picture.fixOf(responder.id);
    if (!fix) return {};
    return ageText(std::chrono::duration_cast<std::chrono::milliseconds>(now - fix->time));
}

QString dutyText(const Responder& responder) {
    return responder.onDuty ? workStateText(responder.state) : ResponderTableModel::tr("Off duty");
}

ResponderTableModel::ResponderTableModel(QObject* parent)
    : RecordTableModel(dispatch::Kind::Responder, &dispatch::Picture::responders, parent) {
    setColumns({
        {"code", [] { return tr("Code"); },
         [](const Responder& row, int role) -> QVariant {
             if (role == SortRole) return codeKey(row.code);
             return words(role, text(row.code));
         }},
        {"name", [] { return tr("Name"); },
         [](const Responder& row, int role) { return words(role, text(row.name)); }},
        {"kind", [] { return tr("Kind"); },
         [](const Responder& row, int role) -> QVariant {
             if (role == SortRole) return static_cast<int>(row.kind);
             return words(role, responderKindText(row.kind));
         }},
        {"state", [] { return tr("State"); },
         [](const Responder& row, int role) -> QVariant {
             if (role == SortRole) return row.onDuty ? static_cast<int>(row.state) : 99;
             return words(role, dutyText(row));
         }},
        {"age", [] { return tr("Position"); },
         [this](const Responder& row, int role) -> QVariant {
             if (role == Qt::TextAlignmentRole) return int(Qt::AlignRight | Qt::AlignVCenter);
             if (role == SortRole) {
                 const dispatch::Fix* fix = picture().fixOf(row.id);
                 return fix ? -static_cast<qint64>(fix->time.time_since_epoch().count())
                            : std::numeric_limits<qint64>::max();
             }
             if (role != Qt::DisplayRole) return {};
             return fixAgeFigure(picture(), row, m_now);
         },
         true},
        {"home", [] { return tr("Home grid"); },
         [this](const Responder& row, int role) -> QVariant {
             if (role == SortRole) return text(row.grid);
             return words(role, communityText(picture(), row.grid));
         }},
    });
}

}  // namespace app
