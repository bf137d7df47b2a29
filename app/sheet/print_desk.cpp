// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sheet/print_desk.h"

#include <QFileInfo>
#include <QPointer>

#include "app/sheet/print_dialog.h"
#include "app/sheet/sheet_run.h"

namespace app {

namespace {

PrintContext contextOf(DutyWindow& window, const dispatch::Author& by) {
    layers::MapCanvas& canvas = window.canvas();
    PrintContext context;
    context.scene = canvas.scene();
    for (const QPoint& corner : {canvas.rect().topLeft(), canvas.rect().topRight(),
                                 canvas.rect().bottomLeft(), canvas.rect().bottomRight()})
        context.view.add(canvas.placeAt(corner));
    for (const auto& layer : canvas.layerStates())
        if (layer.visible) context.layers << layer.name;
    context.officer = QStringLiteral("%1 · %2").arg(QString::fromStdString(by.officer),
                                                    QString::fromStdString(by.seat));
    context.filters = window.queue().filterWords();
    return context;
}

}  // namespace

PrintDialog* openPrint(DutyWindow& window, GroundService& grounds, const LiveState& state,
                       const dispatch::Author& by) {
    if (!state.hasPicture()) return nullptr;
    auto* dialog = new PrintDialog(contextOf(window, by), sheetWorker(), &window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    grounds.setPrinting(true);
    QObject::connect(dialog, &QObject::destroyed, &grounds,
                     [&grounds] { grounds.setPrinting(false); });
    QObject::connect(dialog, &PrintDialog::printed, &window, [&window](const QStringList& files) {
        window.say(QStringLiteral("printed"),
                   DutyWindow::tr("Written: %1")
                       .arg(files.size() == 1 ? files.first() : QFileInfo(files.first()).path()));
    });
    dialog->open();
    return dialog;
}

}  // namespace app
