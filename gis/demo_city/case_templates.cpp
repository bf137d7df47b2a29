// SPDX-License-Identifier: GPL-3.0-or-later
#include "gis/demo_city/case_templates.h"

#include <array>
#include <string_view>

namespace gis::demo {

namespace {

using dispatch::Risk;
using H = Hours;
using S = Scene;

constexpr CaseTemplate kTemplates[] = {
    {"neighbour", "{楼}两户因漏水争执", Risk::Medium, H::Evening, S::Home, 2.4},
    {"neighbour", "{楼}楼道堆放{物}引发邻里矛盾", Risk::Low, H::Any, S::Home, 2.0},
    {"neighbour", "{楼}住户装修破坏承重墙，邻居反对", Risk::Medium, H::Day, S::Home, 0.9},
    {"neighbour", "{楼}因养{宠}异味起争执", Risk::Low, H::Evening, S::Home, 1.3},
    {"neighbour", "{楼}加装电梯意见不合", Risk::Low, H::Day, S::Home, 0.8},
    {"neighbour", "{楼}空调外机滴水，邻居不满", Risk::Low, H::Evening, S::Home, 1.0},
    {"neighbour", "两户因宅基地边界争执", Risk::Medium, H::Day, S::Country, 1.6},
    {"neighbour", "{楼}两户因车位纠纷升温", Risk::Medium, H::Evening, S::Home, 1.5},
    {"property", "{楼}业主反映物业不修{施}", Risk::Low, H::Day, S::Home, 1.8},
    {"property", "业主聚集要求公开物业收支", Risk::Medium, H::Day, S::Home, 0.5},
    {"property", "{楼}电梯停运{数}天未修", Risk::Medium, H::Any, S::Home, 1.3},
    {"property", "小区门禁损坏，外人随意进出", Risk::Low, H::Any, S::Home, 1.2},
    {"wages", "工人反映拖欠工资{数}个月", Risk::High, H::Day, S::Works, 0.8},
    {"wages", "{店}员工讨要加班费", Risk::Medium, H::Shop, S::Shop, 0.6},
    {"wages", "工地班组结算争议", Risk::Medium, H::Day, S::Works, 0.7},
    {"family", "{楼}夫妻争吵，邻居担心", Risk::Medium, H::Night, S::Home, 1.3},
    {"family", "{楼}子女赡养老人意见不合", Risk::Low, H::Day, S::Home, 0.8},
    {"family", "{楼}疑似家庭暴力，听到哭喊", Risk::High, H::Night, S::Home, 0.5},
    {"other", "顾客与{店}因退款争执", Risk::Low, H::Shop, S::Shop, 1.4},
    {"other", "{店}预付卡无法退款", Risk::Medium, H::Shop, S::Shop, 0.9},
    {"other", "{店}疑似销售过期食品", Risk::Medium, H::Shop, S::Shop, 0.8},
    {"noise", "{店}夜间音响扰民", Risk::Low, H::Night, S::Shop, 1.8},
    {"noise", "广场舞音量过大", Risk::Low, H::Evening, S::Street, 1.3},
    {"noise", "工地夜间施工扰民", Risk::Low, H::Night, S::Works, 1.5},
    {"noise", "{楼}住户深夜聚会喧哗", Risk::Low, H::Night, S::Home, 1.5},
    {"noise", "{楼}清晨装修噪声", Risk::Low, H::Day, S::Home, 1.0},
    {"noise", "摩托车夜间轰鸣", Risk::Low, H::Night, S::Street, 0.9},
    {"fight", "{人}酒后滋事", Risk::Medium, H::Night, S::Street, 1.1},
    {"fight", "{店}门前多人推搡", Risk::High, H::Night, S::Shop, 0.7},
    {"suspicious", "可疑人员在{楼}徘徊", Risk::Medium, H::Night, S::Home, 1.0},
    {"theft", "电动车电瓶被盗", Risk::Medium, H::Day, S::Home, 1.2},
    {"theft", "车窗被砸，财物丢失", Risk::Medium, H::Day, S::Street, 0.6},
    {"theft", "快递堆放点丢件多起", Risk::Low, H::Day, S::Home, 0.8},
    {"suspicious", "{人}疑似遭遇电信诈骗", Risk::High, H::Day, S::Home, 1.0},
    {"suspicious", "冒充客服诈骗，居民求助", Risk::Medium, H::Day, S::Home, 0.8},
    {"suspicious", "推销保健品疑似骗老年人", Risk::Medium, H::Day, S::Home, 0.8},
    {"lost", "{人}走失，家属求助", Risk::High, H::Day, S::Street, 0.9},
    {"lost", "儿童在{店}与家人走散", Risk::High, H::Shop, S::Shop, 0.5},
    {"lost", "老人走失，已找到方向", Risk::Medium, H::Evening, S::Street, 0.4},
    {"firerisk", "{楼}楼道杂物堵塞消防通道", Risk::Medium, H::Any, S::Home, 2.3},
    {"firerisk", "{店}灭火器过期", Risk::Medium, H::Shop, S::Shop, 1.1},
    {"firerisk", "消防通道被{车}占用", Risk::Medium, H::Evening, S::Home, 1.9},
    {"firerisk", "{店}安全出口上锁", Risk::High, H::Shop, S::Shop, 0.8},
    {"firerisk", "出租房使用明火取暖", Risk::High, H::Evening, S::Home, 0.6},
    {"firerisk", "仓库违规存放易燃物", Risk::High, H::Day, S::Works, 0.6},
    {"charging", "出租房电动车入户充电", Risk::High, H::Evening, S::Home, 1.8},
    {"charging", "{楼}飞线充电", Risk::Medium, H::Evening, S::Home, 1.9},
    {"charging", "充电棚电线裸露", Risk::Medium, H::Any, S::Home, 0.9},
    {"fire", "沿街{店}冒烟，有焦味", Risk::High, H::Any, S::Shop, 0.5},
    {"fire", "{楼}厨房起火，已自行扑灭", Risk::High, H::Evening, S::Home, 0.4},
    {"fire", "路边垃圾桶起火", Risk::Medium, H::Night, S::Street, 0.6},
    {"fire", "荒草地起火", Risk::High, H::Day, S::Country, 0.8},
    {"gas", "{楼}闻到燃气味", Risk::High, H::Any, S::Home, 0.8},
    {"gas", "{店}燃气管线老化", Risk::High, H::Shop, S::Shop, 0.6},
    {"gas", "施工挖断燃气管道风险", Risk::High, H::Day, S::Works, 0.3},
    {"falling", "{楼}外墙瓷砖松动", Risk::High, H::Day, S::Home, 0.8},
    {"falling", "{楼}高空抛物险伤行人", Risk::High, H::Any, S::Home, 0.8},
    {"falling", "{店}招牌松动，大风有坠落风险", Risk::High, H::Any, S::Shop, 0.8},
    {"vendors", "{店}占道经营", Risk::Low, H::Evening, S::Shop, 2.3},
    {"vendors", "流动摊贩聚集{数}余个，堵塞路口", Risk::Low, H::Rush, S::Street, 2.0},
    {"vendors", "市场摊位边界纠纷", Risk::Low, H::Day, S::Shop, 0.9},
    {"vendors", "烧烤摊占用人行道", Risk::Low, H::Night, S::Street, 1.4},
    {"parking", "{车}违停占用盲道", Risk::Low, H::Any, S::Street, 1.9},
    {"parking", "共享单车堵塞{口}", Risk::Low, H::Rush, S::Street, 1.8},
    {"parking", "僵尸车长期占位", Risk::Low, H::Day, S::Home, 1.2},
    {"parking", "大货车夜间占道停放", Risk::Low, H::Night, S::Street, 1.0},
    {"garbage", "{口}垃圾满溢未清运", Risk::Low, H::Day, S::Home, 1.9},
    {"garbage", "绿地内堆放建筑垃圾", Risk::Low, H::Day, S::Street, 1.5},
    {"garbage", "{楼}楼道杂物清理", Risk::Low, H::Day, S::Home, 1.5},
    {"garbage", "河边倾倒垃圾", Risk::Low, H::Night, S::Water, 0.9},
    {"garbage", "村口垃圾点异味", Risk::Low, H::Day, S::Country, 1.4},
    {"lamp", "路灯连续{数}盏不亮", Risk::Low, H::Evening, S::Street, 1.8},
    {"manhole", "井盖缺失，夜间行人多", Risk::High, H::Evening, S::Street, 0.9},
    {"manhole", "井盖松动异响", Risk::Low, H::Any, S::Street, 1.2},
    {"road", "路面塌陷约{数}平方米", Risk::High, H::Any, S::Street, 0.6},
    {"road", "人行道地砖破损绊倒行人", Risk::Low, H::Day, S::Street, 1.2},
    {"road", "公交站牌倾斜", Risk::Low, H::Day, S::Street, 0.6},
    {"road", "护栏被撞变形", Risk::Medium, H::Any, S::Street, 0.9},
    {"building", "{楼}楼顶违规搭建", Risk::Low, H::Day, S::Home, 1.1},
    {"building", "{店}擅自外扩门面", Risk::Low, H::Day, S::Shop, 0.9},
    {"building", "村民未批先建", Risk::Low, H::Day, S::Country, 1.0},
    {"green", "行道树倾倒压住{车}", Risk::Medium, H::Any, S::Street, 0.7},
    {"green", "树枝遮挡信号灯", Risk::Low, H::Day, S::Street, 0.8},
    {"green", "绿化带被踩踏开路", Risk::Low, H::Day, S::Street, 0.6},
    {"elderly", "独居老人{数}天未出门", Risk::High, H::Day, S::Home, 1.1},
    {"injury", "{楼}独居老人摔倒求助", Risk::High, H::Any, S::Home, 0.9},
    {"elderly", "高龄老人申请上门服务", Risk::Low, H::Day, S::Home, 1.4},
    {"hardship", "残疾居民反映坡道被占", Risk::Low, H::Day, S::Home, 0.7},
    {"supply", "{楼}突然停水", Risk::Low, H::Any, S::Home, 1.4},
    {"supply", "{楼}停电超过{数}小时", Risk::Medium, H::Any, S::Home, 1.2},
    {"supply", "{楼}暖气不热", Risk::Low, H::Day, S::Home, 2.2},
    {"supply", "自来水发黄", Risk::Medium, H::Day, S::Home, 0.8},
    {"supply", "水管爆裂，路面积水", Risk::Medium, H::Any, S::Street, 0.9},
    {"advice", "咨询{策}办理", Risk::Low, H::Day, S::Home, 2.2},
    {"hardship", "{人}申请{策}", Risk::Low, H::Day, S::Home, 1.5},
    {"smoke", "{店}油烟直排", Risk::Low, H::Evening, S::Shop, 1.5},
    {"smoke", "烧烤店油烟噪声投诉", Risk::Low, H::Night, S::Shop, 1.1},
    {"smoke", "工地扬尘未覆盖", Risk::Low, H::Day, S::Works, 1.3},
    {"smoke", "焚烧秸秆冒烟", Risk::Medium, H::Day, S::Country, 1.4},
    {"smoke", "厂区夜间排放异味", Risk::Medium, H::Night, S::Works, 0.9},
    {"sewage", "污水井外溢", Risk::Low, H::Any, S::Street, 1.3},
    {"sewage", "{店}向雨水口倾倒污水", Risk::Low, H::Shop, S::Shop, 0.9},
    {"sewage", "河道漂浮物聚集", Risk::Low, H::Day, S::Water, 1.0},
    {"sewage", "沟渠水体发黑", Risk::Medium, H::Day, S::Water, 0.7},
    {"order", "犬只未牵绳", Risk::Low, H::Evening, S::Street, 1.5},
    {"order", "流浪犬追咬行人", Risk::Medium, H::Any, S::Street, 0.9},
    {"order", "{楼}违规饲养大型犬", Risk::Low, H::Day, S::Home, 0.7},
    {"accident", "{车}与电动车剐蹭，双方争执", Risk::Medium, H::Rush, S::Street, 1.8},
    {"road", "{口}信号灯故障", Risk::Medium, H::Rush, S::Street, 0.9},
    {"parking", "学校门口放学拥堵", Risk::Low, H::Rush, S::Street, 1.1},
    {"smoke", "货车抛洒渣土", Risk::Low, H::Night, S::Street, 0.8},
    {"parking", "电动车逆行频发", Risk::Low, H::Rush, S::Street, 0.9},
    {"flood", "下穿桥积水约{数}厘米", Risk::High, H::Any, S::Street, 0.4},
    {"flood", "{楼}地下室进水", Risk::Medium, H::Any, S::Home, 0.5},
    {"suspicious", "有人翻越护栏下河", Risk::High, H::Evening, S::Water, 0.5},
    {"other", "冰面有人行走", Risk::High, H::Day, S::Water, 0.3},
    {"other", "车间未按规定佩戴护具", Risk::Medium, H::Day, S::Works, 1.0},
    {"firerisk", "叉车通道堆放{物}", Risk::Medium, H::Day, S::Works, 0.8},
    {"firerisk", "危化品车辆违规停放", Risk::High, H::Any, S::Works, 0.5},
};

constexpr Topic kTopics[] = {
    {"neighbour", "0101", "mediation"},
    {"family", "0102", "mediation"},
    {"wages", "0103", "labour"},
    {"property", "0104", "housing"},
    {"fight", "0201", "police station"},
    {"theft", "0202", "police station"},
    {"suspicious", "0203", "police station"},
    {"order", "0204", "police station"},
    {"lost", "0205", "police station"},
    {"firerisk", "0301", "emergency"},
    {"fire", "0302", "fire"},
    {"gas", "0303", "gas"},
    {"charging", "0304", "emergency"},
    {"falling", "0305", "housing"},
    {"vendors", "0401", "urban management"},
    {"building", "0402", "urban management"},
    {"parking", "0403", "urban management"},
    {"noise", "0404", "police station"},
    {"garbage", "0501", "urban management"},
    {"sewage", "0502", "water"},
    {"smoke", "0503", "environment"},
    {"green", "0504", "urban management"},
    {"road", "0601", "urban management"},
    {"lamp", "0602", "urban management"},
    {"manhole", "0603", "urban management"},
    {"supply", "0604", "power"},
    {"elderly", "0701", "civil affairs"},
    {"hardship", "0702", "civil affairs"},
    {"advice", "0703", "civil affairs"},
    {"accident", "0801", "transport"},
    {"injury", "0802", "health"},
    {"flood", "0803", "emergency"},
    {"other", "9901", "market supervision"},
};

template <std::size_t N>
const char* pick(const std::array<const char*, N>& words, Random& random) {
    return words[random.below(N)];
}

std::string slot(std::string_view name, Random& random) {
    static constexpr std::array kShops = {
        "五金店", "小吃店", "理发店", "超市",   "网吧",     "烟酒店", "健身房", "母婴店",
        "药店",   "饭馆",   "水果店", "服装店", "培训机构", "快递站", "洗车行", "茶馆"};
    static constexpr std::array kThings = {"纸箱", "旧家具", "自行车", "杂物",
                                           "建材", "花盆",   "蜂窝煤"};
    static constexpr std::array kPeople = {"一名老人", "一名男子",     "一名女子",
                                           "一名学生", "外来务工人员", "租户"};
    static constexpr std::array kCars = {"私家车",   "面包车",   "小货车",
                                         "电动三轮", "黑色轿车", "白色轿车"};
    static constexpr std::array kPlaces = {"地铁口", "小区门口", "学校门口",  "医院门口",
                                           "路口",   "公交站",   "菜市场门口"};
    static constexpr std::array kPets = {"狗", "鸡", "猫", "鸽子"};
    static constexpr std::array kParts = {"门禁", "路灯", "单元门", "下水管", "监控", "围栏"};
    static constexpr std::array kPolicies = {"居住证",   "医保缴费", "低保",     "老年证",
                                             "残疾补贴", "公租房",   "入学登记", "养老金认证"};
    if (name == "楼")
        return std::to_string(random.whole(1, 28)) + "号楼" +
               (random.chance(0.6) ? std::to_string(random.whole(1, 5)) + "单元" : "");
    if (name == "店") return pick(kShops, random);
    if (name == "物") return pick(kThings, random);
    if (name == "人") return pick(kPeople, random);
    if (name == "车") return pick(kCars, random);
    if (name == "口") return pick(kPlaces, random);
    if (name == "宠") return pick(kPets, random);
    if (name == "施") return pick(kParts, random);
    if (name == "策") return pick(kPolicies, random);
    return std::to_string(random.whole(2, 9));
}

}  // namespace

std::span<const CaseTemplate> caseTemplates() {
    return kTemplates;
}
std::span<const Topic> topics() {
    return kTopics;
}

std::string fillTitle(const char* pattern, Random& random) {
    std::string_view rest = pattern;
    std::string title;
    for (;;) {
        const auto open = rest.find('{');
        title += rest.substr(0, open);
        if (open == std::string_view::npos) return title;
        const auto close = rest.find('}', open);
        title += slot(rest.substr(open + 1, close - open - 1), random);
        rest.remove_prefix(close + 1);
    }
}

double hourWeight(Hours hours, int hour) {
    const auto bump = [&](double middle, double width) {
        double away = std::abs(hour + 0.5 - middle);
        away = std::min(away, 24 - away);
        return std::exp(-away * away / (2 * width * width));
    };
    switch (hours) {
        case Hours::Any:
            return 0.25 + 0.9 * bump(10, 3.5) + 0.9 * bump(19, 3);
        case Hours::Day:
            return 0.04 + 1.5 * bump(10, 2.2) + 1.2 * bump(15.5, 2);
        case Hours::Evening:
            return 0.08 + 2.1 * bump(19.5, 2.2) + 0.3 * bump(8, 1.5);
        case Hours::Night:
            return 0.12 + 2.2 * bump(22.8, 2) + 0.5 * bump(2, 2);
        case Hours::Rush:
            return 0.08 + 2 * bump(8, 1) + 2 * bump(17.8, 1.2);
        case Hours::Shop:
            return 0.03 + 1.2 * bump(12, 2) + 1.5 * bump(18, 2.6);
    }
    return 1;
}

}  // namespace gis::demo
