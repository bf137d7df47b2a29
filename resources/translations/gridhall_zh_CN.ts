<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Commands</name>
    <message>
        <source>Several things are called “%1”: type more, or choose one above.</source>
        <translation>有多项符合“%1”：请再输入几个字，或在上面选择一项。</translation>
    </message>
    <message>
        <source>Nothing is called “%1”.</source>
        <translation>没有叫“%1”的。</translation>
    </message>
    <message>
        <source>Go where? A grid, case, person, post, place or lon,lat.</source>
        <translation>去哪里？网格、事项、人员、驻点、地名或“经度,纬度”。</translation>
    </message>
    <message>
        <source>Show %1 on the map</source>
        <translation>在地图上显示 %1</translation>
    </message>
    <message>
        <source>%1 has no position now.</source>
        <translation>%1 现在没有位置。</translation>
    </message>
    <message>
        <source>Show %1 on the map and select it</source>
        <translation>在地图上显示并选中 %1</translation>
    </message>
    <message>
        <source>Show every case in the queue again</source>
        <translation>队列重新显示全部事项</translation>
    </message>
    <message>
        <source>Show only cases with %1 in the queue (%2 by number or title)</source>
        <translation>队列只显示含 %1 的事项（编号或标题符合 %2 件）</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select %1</source>
        <translation>选中 %1</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>Which layer?</source>
        <translation>哪个图层？</translation>
    </message>
    <message>
        <source>There is no layer “%1”.</source>
        <translation>没有图层“%1”。</translation>
    </message>
    <message>
        <source>“%1” is not on, off or a percentage.</source>
        <translation>“%1”不是 on（开）、off（关）或百分数。</translation>
    </message>
    <message>
        <source>Draw the layer %1 at %2 %</source>
        <translation>图层 %1 的不透明度设为 %2 %</translation>
    </message>
    <message>
        <source>Show the layer %1</source>
        <translation>显示图层 %1</translation>
    </message>
    <message>
        <source>Hide the layer %1</source>
        <translation>隐藏图层 %1</translation>
    </message>
    <message>
        <source>Show the whole city</source>
        <translation>显示全市</translation>
    </message>
    <message>
        <source>Show what is selected</source>
        <translation>显示选中的对象</translation>
    </message>
    <message>
        <source>Come nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Go farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Dark theme, for the hall</source>
        <translation>深色主题，用于大厅</translation>
    </message>
    <message>
        <source>Light theme, for the desk</source>
        <translation>浅色主题，用于桌面</translation>
    </message>
    <message>
        <source>Show the case queue</source>
        <translation>显示事项队列</translation>
    </message>
    <message>
        <source>Show the list of responders</source>
        <translation>显示处置力量列表</translation>
    </message>
    <message>
        <source>Which view?</source>
        <translation>哪个视图？</translation>
    </message>
    <message>
        <source>There is no view “%1”.</source>
        <translation>没有视图“%1”。</translation>
    </message>
    <message>
        <source>There is no command “%1”.</source>
        <translation>没有命令“%1”。</translation>
    </message>
    <message>
        <source>Show all commands and keys</source>
        <translation>显示全部命令和按键</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>说明 %1</translation>
    </message>
    <message>
        <source>go CODE | NAME | LON,LAT</source>
        <translation>go 编号 | 名称 | 经度,纬度</translation>
    </message>
    <message>
        <source>Shows a grid, case, person, post or place on the map and selects it.</source>
        <translation>在地图上显示网格、事项、人员、驻点或地名，并选中它。</translation>
    </message>
    <message>
        <source>find WORDS</source>
        <translation>find 关键词</translation>
    </message>
    <message>
        <source>Shows only the cases of the queue that hold these words.</source>
        <translation>队列只显示含这些词的事项。</translation>
    </message>
    <message>
        <source>select CODE | NAME</source>
        <translation>select 编号 | 名称</translation>
    </message>
    <message>
        <source>Selects a thing in every view and leaves the map where it is.</source>
        <translation>在所有视图中选中，地图不移动。</translation>
    </message>
    <message>
        <source>layer NAME [on | off | PERCENT]</source>
        <translation>layer 名称 [on | off | 百分数]</translation>
    </message>
    <message>
        <source>Shows, hides or fades a layer of the map.</source>
        <translation>显示、隐藏图层或改变其不透明度。</translation>
    </message>
    <message>
        <source>view %1</source>
        <translation>view %1</translation>
    </message>
    <message>
        <source>Changes what the window shows.</source>
        <translation>改变窗口显示的内容。</translation>
    </message>
    <message>
        <source>help [COMMAND]</source>
        <translation>help [命令]</translation>
    </message>
    <message>
        <source>Explains the commands and the keys.</source>
        <translation>说明命令和按键。</translation>
    </message>
    <message>
        <source>There is no command “%1”; help lists them.</source>
        <translation>没有命令“%1”；输入 help 查看全部。</translation>
    </message>
</context>
<context>
    <name>Demo</name>
    <message>
        <source>Making the demonstration city</source>
        <translation>正在生成演示城市</translation>
    </message>
</context>
<context>
    <name>FactWords</name>
    <message>
        <source>Stage: %1</source>
        <translation>环节：%1</translation>
    </message>
    <message>
        <source>This stage has no limit</source>
        <translation>本环节无时限</translation>
    </message>
    <message>
        <source>Limit of %1 %2 · %3 % used</source>
        <translation>%1时限 %2 · 已用 %3 %</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>Lead: %1</source>
        <translation>牵头：%1</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>辖区</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Position %1 ago, %2</source>
        <translation>定位 %1前，%2</translation>
    </message>
    <message>
        <source>±%1 m</source>
        <translation>精度 %1 米</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>出行</translation>
    </message>
    <message>
        <source>Home grid</source>
        <translation>所属网格</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>%1 km/h</source>
        <translation>%1 公里/时</translation>
    </message>
    <message>
        <source>No position reported yet</source>
        <translation>尚无定位</translation>
    </message>
    <message>
        <source>Off duty: neither stored nor shown</source>
        <translation>下勤：位置不存储、不显示</translation>
    </message>
    <message>
        <source>People</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Households</source>
        <translation>户数</translation>
    </message>
    <message>
        <source>Open cases</source>
        <translation>在办事项</translation>
    </message>
    <message>
        <source>On duty</source>
        <translation>在勤</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Camera point</source>
        <translation>视频点位</translation>
    </message>
</context>
<context>
    <name>Figures</name>
    <message>
        <source>%1 d %2:%3</source>
        <translation>%1 天 %2:%3</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>ddd d MMM</source>
        <extracomment>Date in the top bar, a format of QLocale::toString.</extracomment>
        <translation>M月d日 ddd</translation>
    </message>
    <message>
        <source>%1 m</source>
        <translation>%1 米</translation>
    </message>
    <message>
        <source>%1 km</source>
        <translation>%1 公里</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Accepted</source>
        <translation>受理</translation>
    </message>
    <message>
        <source>Routed</source>
        <translation>分流</translation>
    </message>
    <message>
        <source>Handling</source>
        <translation>处置</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>反馈</translation>
    </message>
    <message>
        <source>Rated</source>
        <translation>评价</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>归档</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>低风险</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>中风险</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>层级</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>综治中心</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Patrol zone</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Responder</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Duty</source>
        <translation>勤务</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留痕</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>视频点位</translation>
    </message>
    <message>
        <source>Population</source>
        <translation>人口</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Road</source>
        <translation>道路</translation>
    </message>
    <message>
        <source>Barrier</source>
        <translation>路障</translation>
    </message>
    <message>
        <source>Turn restriction</source>
        <translation>转向限制</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Community grid</source>
        <translation>社区网格</translation>
    </message>
    <message>
        <source>Rural grid</source>
        <translation>农村网格</translation>
    </message>
    <message>
        <source>Dedicated grid</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Gridworker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Part-time</source>
        <translation>兼职</translation>
    </message>
    <message>
        <source>Grid head</source>
        <translation>网格长</translation>
    </message>
    <message>
        <source>Grid police</source>
        <translation>网格民警</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>巡逻车组</translation>
    </message>
    <message>
        <source>Volunteers</source>
        <translation>志愿队</translation>
    </message>
    <message>
        <source>Linked unit</source>
        <translation>联动单位</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>Resting</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已派</translation>
    </message>
    <message>
        <source>En route</source>
        <translation>途中</translation>
    </message>
    <message>
        <source>On scene</source>
        <translation>到场</translation>
    </message>
    <message>
        <source>On foot</source>
        <translation>步行</translation>
    </message>
    <message>
        <source>Bicycle</source>
        <translation>骑行</translation>
    </message>
    <message>
        <source>Car</source>
        <translation>车辆</translation>
    </message>
    <message>
        <source>fresh</source>
        <translation>新鲜</translation>
    </message>
    <message>
        <source>ageing</source>
        <translation>渐旧</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>陈旧</translation>
    </message>
    <message>
        <source>Handsets</source>
        <translation>移动终端</translation>
    </message>
    <message>
        <source>Vehicles</source>
        <translation>车载终端</translation>
    </message>
    <message>
        <source>Simulator</source>
        <translation>模拟器</translation>
    </message>
    <message>
        <source>Hotline</source>
        <translation>热线</translation>
    </message>
    <message>
        <source>Gridworker&apos;s report</source>
        <translation>网格员上报</translation>
    </message>
    <message>
        <source>Walk-in</source>
        <translation>来访</translation>
    </message>
    <message>
        <source>Residents&apos; app</source>
        <translation>居民端</translation>
    </message>
    <message>
        <source>Police post</source>
        <translation>警务站</translation>
    </message>
    <message>
        <source>Street post</source>
        <translation>街面驻点</translation>
    </message>
    <message>
        <source>Fire post</source>
        <translation>消防站</translation>
    </message>
    <message>
        <source>Service post</source>
        <translation>便民站</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>不存在。</translation>
    </message>
    <message>
        <source>You may not do this; nothing was written.</source>
        <translation>无权执行；未写入任何内容。</translation>
    </message>
    <message>
        <source>Somebody was first; nothing was written.</source>
        <translation>他人已先行操作；未写入任何内容。</translation>
    </message>
    <message>
        <source>The input is wrong; nothing was written.</source>
        <translation>输入有误；未写入任何内容。</translation>
    </message>
    <message>
        <source>The store cannot be reached.</source>
        <translation>无法连接数据库。</translation>
    </message>
    <message>
        <source>The store is damaged; a person has to look.</source>
        <translation>数据库已损坏，需要人工检查。</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>已停止；未写入任何内容。</translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Patrol zones</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Reach 1/3/5 min</source>
        <translation>响应圈 1/3/5 分</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>视频点</translation>
    </message>
    <message>
        <source>Posts</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>注记</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>派单</translation>
    </message>
    <message>
        <source>The store&apos;s server is down or restarting.</source>
        <translation>数据库服务器已停机或正在重启。</translation>
    </message>
    <message>
        <source>The store&apos;s server takes no more connections.</source>
        <translation>数据库服务器的连接已满。</translation>
    </message>
    <message>
        <source>The store&apos;s server refuses the role or password.</source>
        <translation>数据库服务器拒绝该角色或密码。</translation>
    </message>
    <message>
        <source>The store&apos;s server does not answer in time.</source>
        <translation>数据库服务器未及时应答。</translation>
    </message>
</context>
<context>
    <name>app::CaseTableModel</name>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Case</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>环节</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>风险</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>上报</translation>
    </message>
</context>
<context>
    <name>app::CommandLine</name>
    <message>
        <source>go, find, select, layer, view, help</source>
        <translation>命令：go find select layer view help</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>run</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>complete</source>
        <translation>补全</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>app::Console</name>
    <message>
        <source>The ground could not be read: %1</source>
        <translation>底图数据读取失败：%1</translation>
    </message>
    <message>
        <source>Open a store</source>
        <translation>打开数据库</translation>
    </message>
    <message>
        <source>GridHall stores (*.gridhall *.sqlite);;All files (*)</source>
        <translation>GridHall 数据库 (*.gridhall *.sqlite);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Somebody was first; nothing was written.</source>
        <translation>他人已先行操作，未写入任何内容。</translation>
    </message>
    <message>
        <source>Not written: %1</source>
        <translation>未写入：%1</translation>
    </message>
</context>
<context>
    <name>app::DutyWindow</name>
    <message>
        <source>Case queue</source>
        <translation>事项队列</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>%1 has no position now.</source>
        <translation>%1 现在没有位置。</translation>
    </message>
    <message>
        <source>Any letter opens the command line. / filters the queue, Ctrl+K finds on the map, Ctrl+E shows the selection, Ctrl+L folds the layers, F6 goes on to the next panel, F2 to the alarms, F9 changes the theme, F11 fills the screen, Esc goes back to the queue.</source>
        <translation>直接键入字母即进入命令行。/ 筛选队列，Ctrl+K 在地图上查找，Ctrl+E 显示选中对象，Ctrl+L 折叠图层，F6 到下一面板，F2 到告警，F9 切换主题，F11 全屏，Esc 回到队列。</translation>
    </message>
    <message>
        <source>Commands and keys</source>
        <translation>命令和按键</translation>
    </message>
</context>
<context>
    <name>app::FactsPanel</name>
    <message>
        <source>Facts</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>留痕</translation>
    </message>
    <message>
        <source>Nothing selected</source>
        <translation>未选中任何对象</translation>
    </message>
    <message>
        <source>Choose a case in the queue, a thing on the map, or type go and its code.</source>
        <translation>在队列中选事项，在地图上点选，或键入 go 和编号。</translation>
    </message>
    <message>
        <source>No longer open</source>
        <translation>已不在办</translation>
    </message>
    <message>
        <source>It was closed, or taken out of force.</source>
        <translation>已办结或已停用。</translation>
    </message>
    <message>
        <source>No notes yet</source>
        <translation>暂无留痕</translation>
    </message>
</context>
<context>
    <name>app::LayerPanel</name>
    <message>
        <source>%1 · %2 stale</source>
        <translation>%1 · 陈旧 %2</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>Opacity of the layer</source>
        <translation>图层不透明度</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明</translation>
    </message>
    <message>
        <source>Fold the layer panel</source>
        <translation>折叠图层面板</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Legend · %1</source>
        <translation>图例 · %1</translation>
    </message>
</context>
<context>
    <name>app::MapPane</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Show the selection</source>
        <translation>显示选中对象</translation>
    </message>
    <message>
        <source>Reach of 1, 3, 5 minutes around the selection</source>
        <translation>选中对象的 1、3、5 分钟响应圈</translation>
    </message>
    <message>
        <source>Reach around posts</source>
        <translation>驻点响应圈</translation>
    </message>
    <message>
        <source>Reach around everyone on duty</source>
        <translation>全部在勤力量响应圈</translation>
    </message>
    <message>
        <source>Nearer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>The whole city</source>
        <translation>全市</translation>
    </message>
    <message>
        <source>Open another store</source>
        <translation>打开其他数据库</translation>
    </message>
    <message>
        <source>Make the demonstration city</source>
        <translation>生成演示城市</translation>
    </message>
</context>
<context>
    <name>app::OverviewMap</name>
    <message>
        <source>Overview of the city</source>
        <translation>全市鹰眼图</translation>
    </message>
</context>
<context>
    <name>app::QueuePanel</name>
    <message>
        <source>Case queue</source>
        <translation>事项队列</translation>
    </message>
    <message>
        <source>Number, place, text, grid</source>
        <translation>编号、地点、内容、网格</translation>
    </message>
    <message>
        <source>Filter the case queue</source>
        <translation>筛选事项队列</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>全部 %1</translation>
    </message>
    <message>
        <source>Overdue %1</source>
        <translation>超期 %1</translation>
    </message>
    <message>
        <source>High risk %1</source>
        <translation>高风险 %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>No open cases</source>
        <translation>没有在办事项</translation>
    </message>
    <message>
        <source>New ones appear here by themselves.</source>
        <translation>新事项会自动出现在这里。</translation>
    </message>
    <message>
        <source>No case fits</source>
        <translation>没有符合的事项</translation>
    </message>
    <message>
        <source>%1 are hidden by the filter.</source>
        <translation>筛选隐藏了 %1 件。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
</context>
<context>
    <name>app::ResponderPanel</name>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Code, name, kind, state</source>
        <translation>编号、姓名、类别、状态</translation>
    </message>
    <message>
        <source>Filter the responders</source>
        <translation>筛选处置力量</translation>
    </message>
    <message>
        <source>%1 on duty of %2</source>
        <translation>在勤 %1 / %2</translation>
    </message>
</context>
<context>
    <name>app::ResponderTableModel</name>
    <message>
        <source>Off duty</source>
        <translation>下勤</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Home grid</source>
        <translation>所属网格</translation>
    </message>
</context>
<context>
    <name>app::SearchBox</name>
    <message>
        <source>Find grid, centre, case, person, post</source>
        <translation>找网格、中心、事项、人员、驻点</translation>
    </message>
    <message>
        <source>Find on the map</source>
        <translation>在地图上查找</translation>
    </message>
    <message>
        <source>Nothing is called so</source>
        <translation>没有符合的对象</translation>
    </message>
</context>
<context>
    <name>app::ToastStack</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>app::TopBar</name>
    <message>
        <source>Duty</source>
        <translation>值班</translation>
    </message>
    <message>
        <source>seat %1</source>
        <translation>%1 席</translation>
    </message>
    <message>
        <source>Dark or light theme</source>
        <translation>深色或浅色主题</translation>
    </message>
    <message>
        <source>Dark or light theme (F9)</source>
        <translation>深色或浅色主题（F9）</translation>
    </message>
    <message>
        <source>Rows left out</source>
        <translation>未显示记录</translation>
    </message>
    <message>
        <source>Rows of the store that cannot be shown; opens the list</source>
        <translation>库中无法显示的记录；点击打开列表</translation>
    </message>
</context>
<context>
    <name>layers</name>
    <message>
        <source>City</source>
        <translation>市</translation>
    </message>
    <message>
        <source>District</source>
        <translation>区县</translation>
    </message>
    <message>
        <source>Township</source>
        <translation>镇街</translation>
    </message>
    <message>
        <source>Community</source>
        <translation>社区</translation>
    </message>
    <message>
        <source>Low risk</source>
        <translation>低风险</translation>
    </message>
    <message>
        <source>Medium risk</source>
        <translation>中风险</translation>
    </message>
    <message>
        <source>High risk</source>
        <translation>高风险</translation>
    </message>
    <message>
        <source>Soon late</source>
        <translation>即将超期</translation>
    </message>
    <message>
        <source>Late</source>
        <translation>超期</translation>
    </message>
    <message>
        <source>Supervised</source>
        <translation>挂账督办</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Grids</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Boundaries</source>
        <translation>边界</translation>
    </message>
    <message>
        <source>Patrol zones</source>
        <translation>巡控责任区</translation>
    </message>
    <message>
        <source>Reach 1/3/5 min</source>
        <translation>响应圈 1/3/5 分</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>视频点</translation>
    </message>
    <message>
        <source>Posts and centres</source>
        <translation>驻点和中心</translation>
    </message>
    <message>
        <source>Responders</source>
        <translation>处置力量</translation>
    </message>
    <message>
        <source>Cases</source>
        <translation>事项</translation>
    </message>
    <message>
        <source>Community and rural grid</source>
        <translation>社区、农村网格</translation>
    </message>
    <message>
        <source>Dedicated grid</source>
        <translation>专属网格</translation>
    </message>
    <message>
        <source>Post</source>
        <translation>驻点</translation>
    </message>
    <message>
        <source>City centre</source>
        <translation>市级中心</translation>
    </message>
    <message>
        <source>District centre</source>
        <translation>区级中心</translation>
    </message>
    <message>
        <source>Township centre</source>
        <translation>镇街中心</translation>
    </message>
    <message>
        <source>Community centre</source>
        <translation>社区中心</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分</translation>
    </message>
    <message>
        <source>Gridworker</source>
        <translation>网格员</translation>
    </message>
    <message>
        <source>Part-time</source>
        <translation>兼职</translation>
    </message>
    <message>
        <source>Grid head</source>
        <translation>网格长</translation>
    </message>
    <message>
        <source>Grid police</source>
        <translation>网格民警</translation>
    </message>
    <message>
        <source>Patrol</source>
        <translation>巡逻车组</translation>
    </message>
    <message>
        <source>Volunteers</source>
        <translation>志愿队</translation>
    </message>
    <message>
        <source>Linked unit</source>
        <translation>联动单位</translation>
    </message>
    <message>
        <source>Moving</source>
        <translation>移动中</translation>
    </message>
    <message>
        <source>Ageing</source>
        <translation>渐旧</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>陈旧</translation>
    </message>
</context>
<context>
    <name>layers::MapCanvas</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
</context>
<context>
    <name>LinkWords</name>
    <message>
        <source>Server down</source>
        <translation>服务器停机</translation>
    </message>
    <message>
        <source>Server full</source>
        <translation>服务器连接已满</translation>
    </message>
    <message>
        <source>Sign-in refused</source>
        <translation>登录被拒绝</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>服务器无应答</translation>
    </message>
    <message>
        <source>Store damaged</source>
        <translation>库 已损坏</translation>
    </message>
    <message>
        <source>Store lost</source>
        <translation>库 断开</translation>
    </message>
    <message>
        <source>No store</source>
        <translation>无数据库</translation>
    </message>
    <message>
        <source>Opening the store</source>
        <translation>正在打开数据库</translation>
    </message>
    <message>
        <source>Clock differs</source>
        <translation>时钟不一致</translation>
    </message>
    <message>
        <source>Reading only: clock</source>
        <translation>只读：时钟</translation>
    </message>
    <message>
        <source>Store live · %1 ms</source>
        <translation>库 已连 · %1 毫秒</translation>
    </message>
    <message>
        <source>%1 · asking again</source>
        <translation>%1 · 正在重试</translation>
    </message>
    <message>
        <source>Store slow · %1 ms</source>
        <translation>库 迟缓 · %1 毫秒</translation>
    </message>
    <message>
        <source>%1 · %2 old</source>
        <translation>%1 · 画面已旧 %2</translation>
    </message>
    <message>
        <source>You see the hall as it was at %1, %2 ago.</source>
        <translation>画面停在 %1，已过 %2。</translation>
    </message>
    <message>
        <source>Trying again now.</source>
        <translation>正在重试。</translation>
    </message>
    <message>
        <source>Trying again in %1 s.</source>
        <translation>%1 秒后重试。</translation>
    </message>
    <message>
        <source>Back after %1; everything is up to date.</source>
        <translation>中断 %1后已恢复，内容均为最新。</translation>
    </message>
    <message>
        <source>The store is being opened.</source>
        <translation>库正在打开。</translation>
    </message>
    <message>
        <source>Nothing was written. %1 %2</source>
        <translation>未写入任何内容。%1%2</translation>
    </message>
</context>
<context>
    <name>app::LinkNotice</name>
    <message>
        <source>%1 Nothing can be written.</source>
        <translation>%1此时不能写入。</translation>
    </message>
</context>
<context>
    <name>app::LeftOutList</name>
    <message>
        <source>Rows left out</source>
        <translation>未显示的记录</translation>
    </message>
    <message>
        <source>These rows of the store break its rules: another program or a hand put them there. They are kept out of map, lists and counts; all others are shown. gridhall check lists them too; a row that is mended comes back by itself.</source>
        <translation>这些记录不符合库的规则，是其他程序或人工写入的。它们不进入地图、列表和统计，其余记录照常显示。gridhall check 也会列出它们；改正后会自动恢复显示。</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>1 row is left out</source>
        <translation>有 1 条记录未显示</translation>
    </message>
    <message>
        <source>%1 rows are left out</source>
        <translation>有 %1 条记录未显示</translation>
    </message>
    <message>
        <source>The first %1 are listed; gridhall check lists all.</source>
        <translation>只列出前 %1 条，全部请用 gridhall check 查看。</translation>
    </message>
</context>
<context>
    <name>AlarmWords</name>
    <message>
        <source>%1, closed</source>
        <translation>%1（已办结）</translation>
    </message>
    <message>
        <source>New case</source>
        <translation>新事项</translation>
    </message>
    <message>
        <source>Due soon</source>
        <translation>即将超期</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>事项超期</translation>
    </message>
    <message>
        <source>Order refused</source>
        <translation>拒绝派单</translation>
    </message>
    <message>
        <source>Not acknowledged</source>
        <translation>派单未确认</translation>
    </message>
    <message>
        <source>Safety check</source>
        <translation>安全核查</translation>
    </message>
    <message>
        <source>Supervision note</source>
        <translation>督办通知</translation>
    </message>
    <message>
        <source>Position silent</source>
        <translation>定位静默</translation>
    </message>
    <message>
        <source>Link lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>派单未送达</translation>
    </message>
    <message>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <source>medium</source>
        <translation>中</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>%1 sources</source>
        <translation>%1 个来源</translation>
    </message>
    <message>
        <source>%1, newest %2</source>
        <translation>%1，最新：%2</translation>
    </message>
    <message>
        <source>shelved until %1</source>
        <translation>搁置至 %1</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>%1 unacknowledged</source>
        <translation>%1 条未确认</translation>
    </message>
    <message>
        <source>unacknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>over</source>
        <translation>已消除</translation>
    </message>
    <message>
        <source>comes and goes</source>
        <translation>反复出现</translation>
    </message>
    <message>
        <source>Last %1</source>
        <translation>近 %1</translation>
    </message>
    <message>
        <source>%1 alarms in 10 min, at most %2</source>
        <translation>每 10 分钟 %1 条，最多 %2 条</translation>
    </message>
    <message>
        <source>flood %1</source>
        <translation>告警泛滥 %1</translation>
    </message>
    <message>
        <source>high, medium, low %1</source>
        <translation>高、中、低 %1</translation>
    </message>
    <message>
        <source>flapping %1</source>
        <translation>反复 %1</translation>
    </message>
    <message>
        <source>over 24 h %1</source>
        <translation>超 24 小时 %1</translation>
    </message>
    <message>
        <source>No sound device: alarms are shown, not heard</source>
        <translation>没有声音设备：告警只显示，不发声</translation>
    </message>
    <message>
        <source>%1 cases</source>
        <translation>%1 件事项</translation>
    </message>
    <message>
        <source>%1 orders</source>
        <translation>%1 个派单</translation>
    </message>
    <message>
        <source>%1 notes</source>
        <translation>%1 条督办</translation>
    </message>
</context>
<context>
    <name>app::AlarmChip</name>
    <message>
        <source>not acknowledged</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>shelved until %1</source>
        <translation>搁置至 %1</translation>
    </message>
</context>
<context>
    <name>app::AlarmDesk</name>
    <message>
        <source>A shelf needs a reason.</source>
        <translation>搁置须写明原因。</translation>
    </message>
    <message>
        <source>There is no journal here to write the shelf to.</source>
        <translation>此处没有日志，无法记录搁置。</translation>
    </message>
</context>
<context>
    <name>app::AlarmList</name>
    <message>
        <source>No alarms. What was acknowledged leaves when its reason has gone.</source>
        <translation>没有告警。已确认的告警在原因消除后离开列表。</translation>
    </message>
    <message>
        <source>Whole kind</source>
        <translation>整类</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alarms, highest first</source>
        <translation>告警，优先级高的在前</translation>
    </message>
    <message>
        <source>This seat&apos;s own alarm rate. About 1 in 10 minutes can be handled; a flood begins above 10 and ends below 5 (ISA-18.2).</source>
        <translation>本席位的告警频率。每 10 分钟约 1 条可以从容处置；超过 10 条为泛滥，低于 5 条结束（ISA-18.2）。</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>Shelve for</source>
        <translation>搁置时长</translation>
    </message>
    <message>
        <source>Reason, for the journal</source>
        <translation>原因，记入日志</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Shelve (Enter)</source>
        <translation>搁置（Enter）</translation>
    </message>
    <message>
        <source>Leave (Esc)</source>
        <translation>取消（Esc）</translation>
    </message>
    <message>
        <source>Acknowledge (Space)</source>
        <translation>确认（空格）</translation>
    </message>
    <message>
        <source>The whole kind (Shift+Space)</source>
        <translation>确认整类（Shift+空格）</translation>
    </message>
    <message>
        <source>Shelve (S)</source>
        <translation>搁置（S）</translation>
    </message>
    <message>
        <source>Sound off (M)</source>
        <translation>静音（M）</translation>
    </message>
    <message>
        <source>Go there (Enter)</source>
        <translation>前往（Enter）</translation>
    </message>
    <message>
        <source>Alarms %1, unacknowledged %2</source>
        <translation>告警 %1 条，未确认 %2 条</translation>
    </message>
    <message>
        <source>End shelf (S)</source>
        <translation>结束搁置（S）</translation>
    </message>
</context>
<context>
    <name>app::AlarmStrip</name>
    <message>
        <source>All alarms (F2)</source>
        <translation>全部告警（F2）</translation>
    </message>
    <message>
        <source>%1, %2: opens the list (F2)</source>
        <translation>%1，%2：打开列表（F2）</translation>
    </message>
    <message>
        <source>%1 grouped</source>
        <translation>%1 条归并</translation>
    </message>
</context>
</TS>
