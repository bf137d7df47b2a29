// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/gis/store/store_contract.h"

/// Runs every rule of the contract on every adapter.
class TestStoreContract : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void everyAdapterKeepsTheContract_data();
    void everyAdapterKeepsTheContract();
};

void TestStoreContract::everyAdapterKeepsTheContract_data() {
    QTest::addColumn<int>("adapter");
    QTest::addColumn<int>("rule");
    for (std::size_t a = 0; a < contract::adapters().size(); ++a)
        for (std::size_t r = 0; r < contract::rules().size(); ++r)
            QTest::addRow("%s: %s", contract::adapters()[a].name, contract::rules()[r].name)
                << static_cast<int>(a) << static_cast<int>(r);
}

void TestStoreContract::everyAdapterKeepsTheContract() {
    QFETCH(const int, adapter);
    QFETCH(const int, rule);
    contract::rules()[static_cast<std::size_t>(rule)].check(
        contract::adapters()[static_cast<std::size_t>(adapter)]);
}

QTEST_APPLESS_MAIN(TestStoreContract)
#include "tst_store_contract.moc"
