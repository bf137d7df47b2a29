// SPDX-License-Identifier: GPL-3.0-or-later
// client_alone PROGRAM PROFILE [SANDBOX]: starts a worker, says "ready" and waits to be killed.
#include <QCoreApplication>
#include <cstdio>

#include "gis/cartographer/client.h"

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc < 3) return 2;
    gis::WorkerPlace place;
    place.program = QString::fromLocal8Bit(argv[1]);
    place.profile = QString::fromLocal8Bit(argv[2]);
    if (argc > 3) place.sandbox = QString::fromLocal8Bit(argv[3]);
    gis::CartographerClient client(place);
    QObject::connect(&client, &gis::CartographerClient::stateChanged, [&] {
        if (client.state() != gis::CartographerClient::State::Ready) return;
        std::puts("ready");
        std::fflush(stdout);
    });
    client.start();
    return QCoreApplication::exec();
}
