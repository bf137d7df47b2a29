// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "dispatch/picture.h"
#include "layers/symbols/symbol.h"

namespace app {

/// Everything the right-hand panel and the hover card say about one record.
struct FactSheet {
    QString kind;  ///< Title of the panel: "Case", "Responder".
    QString code;
    layers::Symbol symbol;  ///< Empty for areas.
    QString title;
    QString subtitle;
    QStringList chips;
    struct Fact {
        QString name;
        QString value;
    };
    std::vector<Fact> facts;
    QString footing;  ///< Age, accuracy and source of a position.
};

/// @return Nothing where the record is not in the picture (closed, or gone).
std::optional<FactSheet> factSheet(const dispatch::Picture& picture, dispatch::RecordRef ref,
                                   dispatch::Millis now);

}  // namespace app
