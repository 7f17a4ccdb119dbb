<?xml version='1.0' encoding='utf-8'?>
<tileset version="1.10" tiledversion="1.10.2" name="things" tilecount="43" columns="0" tilewidth="132" tileheight="94" objectalignment="bottom">
 <tile id="0" type="house">
  <properties>
   <property name="alt" value="things/bakery_lit.png" />
  </properties>
  <image source="things/bakery.png" width="96" height="78" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="20" width="88" height="53" />
   <object id="2" type="light" x="21" y="57">
    <point />
   </object>
   <object id="3" type="light" x="77" y="57">
    <point />
   </object>
   <object id="4" type="smoke" x="78" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="1" type="house">
  <properties>
   <property name="alt" value="things/forge_lit.png" />
  </properties>
  <image source="things/forge.png" width="100" height="78" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="20" width="92" height="53" />
   <object id="2" type="light" x="63" y="57">
    <point />
   </object>
   <object id="3" type="light" x="85" y="57">
    <point />
   </object>
   <object id="4" type="smoke" x="16" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="2" type="house">
  <properties>
   <property name="alt" value="things/cottage_lit.png" />
  </properties>
  <image source="things/cottage.png" width="88" height="78" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="20" width="80" height="53" />
   <object id="2" type="light" x="67" y="57">
    <point />
   </object>
   <object id="3" type="smoke" x="68" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="3" type="house">
  <properties>
   <property name="alt" value="things/hall_lit.png" />
  </properties>
  <image source="things/hall.png" width="132" height="94" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="25" width="124" height="64" />
   <object id="2" type="light" x="21" y="67">
    <point />
   </object>
   <object id="3" type="light" x="41" y="67">
    <point />
   </object>
   <object id="4" type="light" x="103" y="67">
    <point />
   </object>
   <object id="5" type="light" x="121" y="67">
    <point />
   </object>
   <object id="6" type="smoke" x="26" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="4" type="house">
  <properties>
   <property name="alt" value="things/blue_house_lit.png" />
  </properties>
  <image source="things/blue_house.png" width="84" height="78" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="20" width="76" height="53" />
   <object id="2" type="light" x="19" y="57">
    <point />
   </object>
   <object id="3" type="light" x="69" y="57">
    <point />
   </object>
   <object id="4" type="smoke" x="64" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="5" type="house">
  <properties>
   <property name="alt" value="things/thatch_house_lit.png" />
  </properties>
  <image source="things/thatch_house.png" width="88" height="78" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="20" width="80" height="53" />
   <object id="2" type="light" x="59" y="57">
    <point />
   </object>
   <object id="3" type="smoke" x="66" y="1">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="6" type="tree">
  <image source="things/oak_1.png" width="40" height="52" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="15" y="45" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="7" type="tree">
  <image source="things/oak_2.png" width="40" height="52" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="15" y="45" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="8" type="tree">
  <image source="things/oak_3.png" width="40" height="52" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="15" y="45" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="9" type="tree">
  <image source="things/oak_4.png" width="40" height="52" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="15" y="45" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="10" type="tree">
  <image source="things/pine_1.png" width="32" height="56" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="11" y="49" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="11" type="tree">
  <image source="things/pine_2.png" width="32" height="56" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="11" y="49" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="12" type="tree">
  <image source="things/pine_3.png" width="32" height="56" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="11" y="49" width="10" height="6" />
  </objectgroup>
 </tile>
 <tile id="13" type="tree">
  <image source="things/willow.png" width="56" height="60" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="21" y="53" width="14" height="6" />
  </objectgroup>
 </tile>
 <tile id="14" type="bush">
  <image source="things/bush.png" width="20" height="18" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="3" y="11" width="14" height="6" />
  </objectgroup>
 </tile>
 <tile id="15" type="bush">
  <image source="things/bush_berry.png" width="20" height="18" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="3" y="11" width="14" height="6" />
  </objectgroup>
 </tile>
 <tile id="16" type="rock">
  <image source="things/rock.png" width="20" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="7" width="16" height="8" />
  </objectgroup>
 </tile>
 <tile id="17" type="rock">
  <image source="things/rock_2.png" width="20" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="7" width="16" height="8" />
  </objectgroup>
 </tile>
 <tile id="18" type="reeds">
  <image source="things/reeds.png" width="16" height="22" />
 </tile>
 <tile id="19" type="reeds">
  <image source="things/reeds_2.png" width="16" height="22" />
 </tile>
 <tile id="20" type="flat">
  <image source="things/lily.png" width="16" height="12" />
 </tile>
 <tile id="21" type="stump">
  <image source="things/stump.png" width="20" height="18" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="3" y="9" width="14" height="8" />
  </objectgroup>
 </tile>
 <tile id="22" type="herbs">
  <image source="things/herbs.png" width="32" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="1" y="7" width="30" height="8" />
  </objectgroup>
 </tile>
 <tile id="23" type="herbs">
  <image source="things/herbs_2.png" width="32" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="1" y="7" width="30" height="8" />
  </objectgroup>
 </tile>
 <tile id="24" type="herbs">
  <image source="things/herbs_3.png" width="32" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="1" y="7" width="30" height="8" />
  </objectgroup>
 </tile>
 <tile id="25" type="well">
  <image source="things/well.png" width="40" height="50" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="3" y="33" width="34" height="16" />
  </objectgroup>
 </tile>
 <tile id="26" type="stall">
  <image source="things/stall.png" width="52" height="46" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="31" width="48" height="14" />
  </objectgroup>
 </tile>
 <tile id="27" type="stall">
  <image source="things/stall_fruit.png" width="52" height="46" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="31" width="48" height="14" />
  </objectgroup>
 </tile>
 <tile id="28" type="lantern">
  <properties>
   <property name="alt" value="things/lantern_gold.png" />
  </properties>
  <image source="things/lantern.png" width="16" height="42" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="5" y="36" width="6" height="5" />
   <object id="2" type="light" x="8" y="9">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="29" type="gate">
  <properties>
   <property name="alt" value="things/gate_open.png" />
  </properties>
  <image source="things/gate_closed.png" width="80" height="64" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="44" width="22" height="20" />
   <object id="2" type="solid" x="58" y="44" width="22" height="20" />
   <object id="3" type="leaf" x="22" y="44" width="36" height="20" />
  </objectgroup>
 </tile>
 <tile id="30" type="wall">
  <image source="things/rampart.png" width="16" height="40" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="23" width="16" height="16" />
  </objectgroup>
 </tile>
 <tile id="31" type="fence">
  <image source="things/fence.png" width="16" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="11" width="16" height="4" />
  </objectgroup>
 </tile>
 <tile id="32" type="barrel">
  <image source="things/barrel.png" width="16" height="20" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="12" width="12" height="7" />
  </objectgroup>
 </tile>
 <tile id="33" type="crate">
  <image source="things/crate.png" width="18" height="18" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="9" width="14" height="8" />
  </objectgroup>
 </tile>
 <tile id="34" type="anvil">
  <image source="things/anvil.png" width="20" height="20" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="12" width="16" height="7" />
  </objectgroup>
 </tile>
 <tile id="35" type="hearth">
  <properties>
   <property name="alt" value="things/hearth_hot.png" />
  </properties>
  <image source="things/hearth.png" width="28" height="30" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="19" width="24" height="10" />
   <object id="2" type="light" x="14" y="20">
    <point />
   </object>
  </objectgroup>
 </tile>
 <tile id="36" type="signpost">
  <image source="things/signpost.png" width="22" height="28" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="23" width="6" height="4" />
  </objectgroup>
 </tile>
 <tile id="37" type="bench">
  <image source="things/bench.png" width="28" height="16" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="1" y="8" width="26" height="7" />
  </objectgroup>
 </tile>
 <tile id="38" type="hive">
  <image source="things/hive.png" width="16" height="20" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="13" width="12" height="6" />
  </objectgroup>
 </tile>
 <tile id="39" type="bridge">
  <image source="things/jetty.png" width="40" height="72" />
  <objectgroup draworder="index">
   <object id="1" type="bridge" x="3" y="0" width="34" height="66" />
  </objectgroup>
 </tile>
 <tile id="40" type="boat">
  <image source="things/boat.png" width="44" height="24" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="2" y="11" width="40" height="12" />
  </objectgroup>
 </tile>
 <tile id="41" type="wagon">
  <image source="things/wagon.png" width="60" height="48" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="4" y="33" width="52" height="14" />
  </objectgroup>
 </tile>
 <tile id="42" type="haystack">
  <image source="things/haystack.png" width="28" height="22" />
  <objectgroup draworder="index">
   <object id="1" type="solid" x="1" y="11" width="26" height="10" />
  </objectgroup>
 </tile>
</tileset>
