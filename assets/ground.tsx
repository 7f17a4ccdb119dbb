<?xml version='1.0' encoding='utf-8'?>
<tileset version="1.10" tiledversion="1.10.2" name="ground" tilecount="96" columns="16" tilewidth="16" tileheight="16">
 <image source="ground.png" width="256" height="96" />
 <tile id="49" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="49" duration="420" />
   <frame tileid="65" duration="420" />
   <frame tileid="81" duration="420" />
  </animation>
 </tile>
 <tile id="50" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="0" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="50" duration="420" />
   <frame tileid="66" duration="420" />
   <frame tileid="82" duration="420" />
  </animation>
 </tile>
 <tile id="51" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="0" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="51" duration="420" />
   <frame tileid="67" duration="420" />
   <frame tileid="83" duration="420" />
  </animation>
 </tile>
 <tile id="52" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="52" duration="420" />
   <frame tileid="68" duration="420" />
   <frame tileid="84" duration="420" />
  </animation>
 </tile>
 <tile id="53" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="0" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="53" duration="420" />
   <frame tileid="69" duration="420" />
   <frame tileid="85" duration="420" />
  </animation>
 </tile>
 <tile id="54" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="0" width="8" height="8" />
   <object id="2" type="solid" x="0" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="54" duration="420" />
   <frame tileid="70" duration="420" />
   <frame tileid="86" duration="420" />
  </animation>
 </tile>
 <tile id="55" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="0" width="8" height="8" />
   <object id="3" type="solid" x="0" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="55" duration="420" />
   <frame tileid="71" duration="420" />
   <frame tileid="87" duration="420" />
  </animation>
 </tile>
 <tile id="56" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="56" duration="420" />
   <frame tileid="72" duration="420" />
   <frame tileid="88" duration="420" />
  </animation>
 </tile>
 <tile id="57" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="57" duration="420" />
   <frame tileid="73" duration="420" />
   <frame tileid="89" duration="420" />
  </animation>
 </tile>
 <tile id="58" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="58" duration="420" />
   <frame tileid="74" duration="420" />
   <frame tileid="90" duration="420" />
  </animation>
 </tile>
 <tile id="59" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="0" width="8" height="8" />
   <object id="3" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="59" duration="420" />
   <frame tileid="75" duration="420" />
   <frame tileid="91" duration="420" />
  </animation>
 </tile>
 <tile id="60" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="8" width="8" height="8" />
   <object id="2" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="60" duration="420" />
   <frame tileid="76" duration="420" />
   <frame tileid="92" duration="420" />
  </animation>
 </tile>
 <tile id="61" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="0" y="8" width="8" height="8" />
   <object id="3" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="61" duration="420" />
   <frame tileid="77" duration="420" />
   <frame tileid="93" duration="420" />
  </animation>
 </tile>
 <tile id="62" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="8" y="0" width="8" height="8" />
   <object id="2" type="solid" x="0" y="8" width="8" height="8" />
   <object id="3" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="62" duration="420" />
   <frame tileid="78" duration="420" />
   <frame tileid="94" duration="420" />
  </animation>
 </tile>
 <tile id="63" type="water">
  <objectgroup draworder="index">
   <object id="1" type="solid" x="0" y="0" width="8" height="8" />
   <object id="2" type="solid" x="8" y="0" width="8" height="8" />
   <object id="3" type="solid" x="0" y="8" width="8" height="8" />
   <object id="4" type="solid" x="8" y="8" width="8" height="8" />
  </objectgroup>
  <animation>
   <frame tileid="63" duration="420" />
   <frame tileid="79" duration="420" />
   <frame tileid="95" duration="420" />
  </animation>
 </tile>
</tileset>
