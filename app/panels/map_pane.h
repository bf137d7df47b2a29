// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "app/panels/empty_note.h"
#include "app/panels/layer_panel.h"
#include "app/panels/link_notice.h"
#include "app/panels/map_floats.h"

namespace app {

/// The map with what floats on it: search, tools, layers, zoom, overview, hover card, messages;
/// the status row below.
class MapPane : public QWidget {
    Q_OBJECT
  public:
    MapPane(const Finder& finder, layers::Theme theme, QWidget* parent = nullptr);

    layers::MapCanvas& canvas() { return *m_canvas; }
    SearchBox& search() { return *m_search; }
    LayerPanel& layerPanel() { return *m_layers; }
    StatusRow& statusRow() { return *m_status; }
    ToastStack& toasts() { return *m_toasts; }
    HoverCard& hoverCard() { return *m_hover; }
    LinkNotice& linkNotice() { return *m_link; }
    GroundMark& groundMark() { return *m_mark; }
    void setTheme(layers::Theme theme);
    void setPicture(std::shared_ptr<const dispatch::Picture> picture,
                    const dispatch::Changes& changes);
    void setNow(dispatch::Millis now);
    /// Says how the link stands: a notice where it is lost, and where there was never a picture
    /// a card in the middle of the map; told every second while it is lost.
    void setLink(const Link& link, bool hasPicture, dispatch::Millis now);
    bool saysNoStore() const;
    QString noStoreWords() const;
    void clearNoStore();
    /// Whose ground it is, and what is wrong with it, if anything is.
    void setGroundWords(const QString& attribution, const QString& trouble);

  Q_SIGNALS:
    void openStoreAsked();
    void demoAsked();
    void showSelectionAsked();
    void printAsked();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void arrange();
    void setReach(layers::ReachAround around);
    void placeMark();
    layers::MapCanvas* m_canvas;
    SearchBox* m_search;
    ToolColumn* m_tools;
    ToolColumn* m_zoom;
    LayerPanel* m_layers;
    OverviewMap* m_overview;
    StatusRow* m_status;
    HoverCard* m_hover;
    ToastStack* m_toasts;
    QFrame* m_noStore;
    QLabel* m_noStoreWhat;
    QLabel* m_noStoreWhy;
    QLabel* m_noStoreNext;
    LinkNotice* m_link;
    GroundMark* m_mark;
    QFrame* m_redraw;
    std::vector<std::pair<QToolButton*, layers::ReachAround>> m_reach;
    std::shared_ptr<const dispatch::Picture> m_picture;
    dispatch::Millis m_now{};
    QTimer m_rest;
    std::optional<dispatch::RecordRef> m_under;
    QPoint m_underAt;
};

}  // namespace app
