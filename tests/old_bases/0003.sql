BEGIN TRANSACTION;
CREATE TABLE actor (
	id INTEGER NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	kind VARCHAR(80) NOT NULL, 
	line VARCHAR(80) NOT NULL, 
	name TEXT NOT NULL, 
	start_date TEXT, 
	end_date TEXT, 
	note TEXT, 
	changeset_id INTEGER NOT NULL, 
	CONSTRAINT pk_actor PRIMARY KEY (id), 
	CONSTRAINT fk_actor_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT uq_actor_slug UNIQUE (slug)
);
INSERT INTO "actor" VALUES(1,'alba','state','alba','Alba','1920-05-01',NULL,NULL,1);
INSERT INTO "actor" VALUES(2,'kingdom-of-alba','state','alba','Kingdom of Alba','1700','1920-04-30',NULL,1);
INSERT INTO "actor" VALUES(3,'borea','state','borea','Borea',NULL,NULL,NULL,1);
INSERT INTO "actor" VALUES(4,'cadia','state','cadia','Cadia',NULL,NULL,NULL,1);
INSERT INTO "actor" VALUES(5,'north-dor','state','north-dor','North Dor',NULL,NULL,NULL,1);
INSERT INTO "actor" VALUES(6,'south-dor','state','south-dor','South Dor',NULL,NULL,NULL,1);
INSERT INTO "actor" VALUES(7,'coast-union','bloc','coast-union','Coast Union','1995',NULL,NULL,1);
INSERT INTO "actor" VALUES(8,'world-forum','organization','world-forum','World Forum',NULL,NULL,NULL,1);
CREATE TABLE actor_code (
	id INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	scheme VARCHAR(80) NOT NULL, 
	code VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_actor_code PRIMARY KEY (id), 
	CONSTRAINT fk_actor_code_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT uq_actor_code_actor_id_scheme UNIQUE (actor_id, scheme)
);
INSERT INTO "actor_code" VALUES(1,1,'iso2','XA');
INSERT INTO "actor_code" VALUES(2,1,'iso3','XAL');
INSERT INTO "actor_code" VALUES(3,1,'cow','901');
INSERT INTO "actor_code" VALUES(4,1,'gw','091');
INSERT INTO "actor_code" VALUES(5,1,'wikidata','Q1000001');
INSERT INTO "actor_code" VALUES(6,2,'cow','901');
INSERT INTO "actor_code" VALUES(7,3,'iso2','XB');
INSERT INTO "actor_code" VALUES(8,3,'iso3','XBO');
INSERT INTO "actor_code" VALUES(9,3,'cow','902');
INSERT INTO "actor_code" VALUES(10,4,'iso2','XC');
INSERT INTO "actor_code" VALUES(11,4,'iso3','XCA');
INSERT INTO "actor_code" VALUES(12,4,'cow','903');
INSERT INTO "actor_code" VALUES(13,5,'iso3','XND');
INSERT INTO "actor_code" VALUES(14,6,'iso3','XSD');
CREATE TABLE actor_name (
	id INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	folded TEXT NOT NULL, 
	language VARCHAR(80) NOT NULL, 
	official BOOLEAN NOT NULL, 
	start_date TEXT, 
	end_date TEXT, 
	CONSTRAINT pk_actor_name PRIMARY KEY (id), 
	CONSTRAINT fk_actor_name_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id)
);
INSERT INTO "actor_name" VALUES(1,1,0,'Alba','alba','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(2,1,1,'Republic of Alba','republic of alba','en',1,NULL,NULL);
INSERT INTO "actor_name" VALUES(3,1,2,'Альба','альба','ru',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(4,1,3,'ألبا','البا','ar',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(5,2,0,'Kingdom of Alba','kingdom of alba','en',1,NULL,NULL);
INSERT INTO "actor_name" VALUES(6,2,1,'Alba','alba','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(7,3,0,'Borea','borea','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(8,3,1,'Борея','борея','ru',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(9,3,2,'Borée','boree','fr',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(10,4,0,'Cadia','cadia','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(11,4,1,'卡迪亚','卡迪亚','zh',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(12,5,0,'North Dor','north dor','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(13,5,1,'Dor','dor','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(14,6,0,'South Dor','south dor','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(15,6,1,'Dor','dor','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(16,7,0,'Coast Union','coast union','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(17,7,1,'CU','cu','en',0,NULL,NULL);
INSERT INTO "actor_name" VALUES(18,8,0,'World Forum','world forum','en',0,NULL,NULL);
CREATE TABLE actor_source (
	id INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_actor_source PRIMARY KEY (id), 
	CONSTRAINT fk_actor_source_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT fk_actor_source_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "actor_source" VALUES(1,1,6);
INSERT INTO "actor_source" VALUES(2,2,6);
INSERT INTO "actor_source" VALUES(3,3,6);
INSERT INTO "actor_source" VALUES(4,4,6);
INSERT INTO "actor_source" VALUES(5,5,6);
INSERT INTO "actor_source" VALUES(6,6,6);
INSERT INTO "actor_source" VALUES(7,7,6);
INSERT INTO "actor_source" VALUES(8,8,6);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE changeset (
	id INTEGER NOT NULL, 
	kind VARCHAR(80) NOT NULL, 
	label TEXT NOT NULL, 
	applied_at VARCHAR(80) NOT NULL, 
	package_version VARCHAR(80) NOT NULL, 
	content_hash VARCHAR(80) NOT NULL, 
	added INTEGER NOT NULL, 
	withdrawn INTEGER NOT NULL, 
	CONSTRAINT pk_changeset PRIMARY KEY (id)
);
INSERT INTO "changeset" VALUES(1,'seed','packaged','2026-11-28T18:07:37+00:00','0.1.0','a88d0ff952b23a030e64327c3ce75c6248670176ad8bcfb38908876589288bf1',160,0);
INSERT INTO "changeset" VALUES(2,'user','mine','2026-11-28T18:07:37+00:00','0.1.0','1',6,0);
INSERT INTO "changeset" VALUES(3,'seed','packaged','2026-11-28T18:07:37+00:00','0.1.0','494ad40ed5adebd349b7c4a31a4ac4dcd381591310c43db69993ce214997fc76',1,1);
INSERT INTO "changeset" VALUES(4,'correction','alba-borea-pact-2005 in-force:date: correction of 2006-01-01 to 2006-01-11: Misread.','2026-11-28T18:07:37+00:00','0.1.0','4a42735a7a7c3565275ad5beca3542c94e6d61d8cb3721477a70267e6198f384',1,1);
INSERT INTO "changeset" VALUES(5,'correction','alba-borea-pact-2005 in-force:date: correction of 2006-01-11 to 2006-01-01; 2006-01-01 holds again: It was right.','2026-11-28T18:07:37+00:00','0.1.0','f9241f85a449b4c629a6b415a40f713973a6b3184897dc0956a257d68670f7b9',0,1);
INSERT INTO "changeset" VALUES(6,'correction','alba-borea-pact-2005 in-force:date: correction of 2006-01-01 to 2006-01-12: It was not.','2026-11-28T18:07:37+00:00','0.1.0','d6b0bea4ca1e259e3eb389a2808552f33dcab799a214be3c02b77cb5b7d3f4fb',1,1);
INSERT INTO "changeset" VALUES(7,'retraction','ab-customs-note-2005 signed:date: retraction of 2005-03-01: No such page.','2026-11-28T18:07:37+00:00','0.1.0','f4fddaff8ca416cab9a03d5a698f8c8cb1a30d1207de12f96d249acbedd87850',0,1);
CREATE TABLE claim (
	id VARCHAR(24) NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	item VARCHAR(80) NOT NULL, 
	"key" TEXT NOT NULL, 
	leaf VARCHAR(80) NOT NULL, 
	value TEXT NOT NULL, 
	calendar VARCHAR(80) NOT NULL, 
	variant INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	said_by TEXT, 
	said_on TEXT, 
	valid TEXT, 
	note TEXT, 
	rank VARCHAR(80) NOT NULL, 
	reason TEXT, 
	active BOOLEAN NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY (id), 
	CONSTRAINT fk_claim_record_id_record FOREIGN KEY(record_id) REFERENCES record (id), 
	CONSTRAINT fk_claim_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "claim" VALUES('457ca9df2ad3318b387a2541',1,0,'attribute','','title','Treaty of Friendship','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('1dda43d68fa310f15a678263',1,1,'attribute','','form','treaty','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b2c2c470950406e5124afcb5',1,2,'attribute','','note','Signed by the Kingdom; the Republic never renounced it.','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('15c88d239b73625bdc187b0f',1,3,'title','ru','text','Договор о дружбе','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4a6c11a31bc5bf1db5322daa',1,4,'party','kingdom-of-alba','role','signatory','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('38d5f22cb12e42062ec1a60a',1,5,'party','borea','role','signatory','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('a795324e817022c5fdd5ce99',1,6,'topic','diplomacy','topic','diplomacy','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c865ee6e4c25f5b3cbdc8c8d',1,7,'milestone','signed','assertion','actual','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('078034f29c10e9f0ada41d4b',1,8,'milestone','signed','date','1900-02-10','julian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ba64c4db1383cea901a47436',1,9,'milestone','signed','place','Northport','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('9d21a2685e856802ec3587b6',1,10,'milestone','in-force','assertion','actual','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('2235ad2a105706be3197ef8e',1,11,'milestone','in-force','date','1901~','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5ebfc4c7ec52b2c2d0f5b645',2,0,'attribute','','title','Pact of Good Neighbours','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('0278b529312d16494b9880fe',2,1,'attribute','','title','Pact of Good Neighbours','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('66dd723708097944f6f06a54',2,2,'attribute','','form','treaty','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7d565cb5a7ec117c884ffbdc',2,3,'attribute','','form','treaty','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('f454730f83b41def33d087dc',2,4,'attribute','','term-initial','P20Y','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7b66a963fe760d3cad57254c',2,5,'attribute','','term-initial','P20Y','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('453b6bdd484348f897860b2b',2,6,'attribute','','term-renewal','P5Y','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('82dc8f926eb94ab5fddda982',2,7,'attribute','','term-renewal','P5Y','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8d4ccbac55970eb1ea6e1cd8',2,8,'attribute','','term-notice','P1Y','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8d7fc51b2a4fd47cad51bc82',2,9,'attribute','','term-notice','P1Y','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('bcfe8524f8940b2fba5d406f',2,10,'attribute','','title','Pact of Friendship','gregorian',1,8,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d0ea821781d548bf46df40cc',2,11,'title','ru','text','Пакт о добрососедстве','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e37ff12450966b955c112d46',2,12,'title','ru','text','Пакт о добрососедстве','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('002e6f743752b569932716af',2,13,'title','fa','text','پیمان همسایگی','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ab0b2a47c4518d300ef594d8',2,14,'title','fa','text','پیمان همسایگی','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('a0e371ce2a03e1045a2b38e8',2,15,'party','alba','role','signatory','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6a63672ed162b18af75a2262',2,16,'party','alba','role','signatory','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c57de7b2a7b6e3162cc89b75',2,17,'party','borea','role','signatory','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b0ef083705dfa550c551d628',2,18,'party','borea','role','signatory','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3767f0e29ecdb57c89201455',2,19,'topic','security','topic','security','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('958f5faf9f6787f7c890ce77',2,20,'topic','security','topic','security','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4c608fad1f93d481c3084b73',2,21,'topic','trade','topic','trade','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e2740283e52f3ed0f7a1395c',2,22,'topic','trade','topic','trade','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('842236ce676124323499572f',2,23,'identifier','archive','value','AB-2005/1','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('50028243bcd0af7b15e35ded',2,24,'identifier','archive','value','AB-2005/1','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('2d2816be0f1197ff5374f8d5',2,25,'obligation','consultation-on-threats|3','value','yes','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3e51fb8882d0b583557f8943',2,26,'obligation','consultation-on-threats|3','value','yes','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8ada3d6cedfab53c12c21758',2,27,'obligation','atop-defense|','value','no','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7703dc265ed65d88dc02cd02',2,28,'obligation','atop-defense|','note','Said so in parliament.','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('bf468f9f126eb494d8672911',2,29,'link','supersedes|alba-borea-friendship-1900','to','alba-borea-friendship-1900','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('9c9cdeec9f70379d200c08eb',2,30,'link','supersedes|alba-borea-friendship-1900','to','alba-borea-friendship-1900','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('0d8130188a32f27eb5cbc93f',2,31,'link','supersedes|alba-borea-friendship-1900','note','By its article 9.','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5ed66e6bfea175032e223d7e',2,32,'link','supersedes|alba-borea-friendship-1900','note','By its article 9.','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8c0a032c13ec312254ee3253',2,33,'milestone','signed','assertion','actual','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('80c0f672d59a83b701c73639',2,34,'milestone','signed','assertion','actual','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e49951317ca8c60c45227dd9',2,35,'milestone','signed','date','2005-03-01','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ed1c42ee2d93680ecae9c52a',2,36,'milestone','signed','date','2005-03-01','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('88400940eb8cab3e9208d576',2,37,'milestone','signed','place','Northport','gregorian',0,1,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('20e35b8e76f134875f2913f4',2,38,'milestone','signed','place','Northport','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e12365cbd1eba38a70d4bd02',2,39,'milestone','domestically-approved@borea','assertion','actual','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('25502de86d27ec2702b7c64d',2,40,'milestone','domestically-approved@borea','assertion','actual','gregorian',0,4,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('a49b7f18e13eb67007ad5fdc',2,41,'milestone','domestically-approved@borea','date','2005-11','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e38d04b5942b077c61695c31',2,42,'milestone','domestically-approved@borea','date','2005-11','gregorian',0,4,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('13a5190595181a3309242c24',2,43,'milestone','domestically-approved@borea','organ','Assembly','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b211a66ff0b9348577614e5e',2,44,'milestone','domestically-approved@borea','organ','Assembly','gregorian',0,4,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('344911e5d37c74778a190461',2,45,'milestone','in-force','assertion','actual','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('119d61f2938975efd2b469fc',2,46,'milestone','in-force','date','2006-01-03','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,0);
INSERT INTO "claim" VALUES('73673d3941b68fabdb7d0f7f',2,47,'milestone','in-force','date','2006-02-01','gregorian',1,3,'Borea''s ambassador','2006-02-02',NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('05ffaabc2900fd141dcc52c3',2,48,'milestone','in-force','date','2006','gregorian',2,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b3f16d7d83b9605ea3334bae',2,49,'milestone','in-force','date','2016-01-01','gregorian',3,8,NULL,NULL,NULL,NULL,'deprecated','A misprint of the year.',1);
INSERT INTO "claim" VALUES('fdfee59576548079a484e7fe',3,0,'attribute','','title','Trade Agreement of the Coast Union and Alba','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('877748534182c02d2e732375',3,1,'attribute','','form','intergovernmental-agreement','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('248db2df6c56ca48b67299c4',3,2,'party','coast-union','role','signatory','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('bed506ab4404218a04c37a35',3,3,'party','alba','role','signatory','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c96c4fe4a9210018eb3cc149',3,4,'topic','trade','topic','trade','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4872dd0bf57786c6f3f118e7',3,5,'topic','tariffs','topic','tariffs','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6aaafbf8bc732d8745444a11',3,6,'milestone','signed','assertion','actual','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('db908904453db12a51a3ca04',3,7,'milestone','signed','date','2004-06-15','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('cdac4808a4e833faa8d057ec',3,8,'milestone','in-force','assertion','actual','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3da650a56113d547724b2208',3,9,'milestone','in-force','date','2010/2011','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('cdd94857e661edf505186065',3,10,'milestone','amended','assertion','actual','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('443c4ef6aee01d11e48b5b04',3,11,'milestone','amended','date','2012-09-01','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c57239c246f0078c95b0723f',4,0,'attribute','','title','Note on grain (2005)','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('bce74070731f8f90a0200080',4,1,'attribute','','form','memorandum','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4e97597ec87314d568018c1d',4,2,'party','alba','role','recipient','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('0295a5adffa1363807c5c3a6',4,3,'party','borea','role','supplier','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('0066f8551e24920b1d6ea192',4,4,'topic','trade','topic','trade','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7802b2754e34a8d9c5e9c9fc',4,5,'milestone','signed','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('082f0001bcfdaf47f09bdf9e',4,6,'milestone','signed','date','2005-03-01','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('47b55ea5d45849d00279d6bf',4,7,'milestone','extended:second-year','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5367aef907b532a8e2756dc6',5,0,'attribute','','title','Note on customs','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ce5663340f08703b03c4a055',5,1,'attribute','','form','memorandum','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3b6566841f8f14dfb976bffe',5,2,'party','alba','role','signatory','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('632d652f8d12dad6dc187b32',5,3,'party','borea','role','signatory','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('163c01ab90e8192190f5a8fb',5,4,'milestone','signed','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8c5447070147514d6cab70ec',5,5,'milestone','signed','date','2005-03-01','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('1f9baafa46f91541698277ce',6,0,'attribute','','title','Note between others','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('16922fc5f365d139a0b07955',6,1,'attribute','','form','memorandum','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6b994f00ec5eadd6e7cd2dca',6,2,'party','borea','role','signatory','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d5c879d5332290637cbc5b74',6,3,'party','cadia','role','signatory','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('2e326ceb5cdab3ef0f7173b6',6,4,'milestone','signed','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('f54d42f5827198ff81f76dbf',6,5,'milestone','signed','date','2003-04-04','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d5c439af3f6e494a048870bd',7,0,'attribute','','title','Embargo of Cadia on both shores','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4845e7c9c40591736ce5c65c',7,1,'attribute','','form','embargo','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8f2614ad7c028a7f7b950af4',7,2,'party','cadia','role','imposer','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('94619b5d618c14c5ea617852',7,3,'party','alba','role','target','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b5a0b49dc96661460f61e7bf',7,4,'party','borea','role','target','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3d19c4003ec06da2cd3ad943',7,5,'topic','sanctions','topic','sanctions','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('54c4d83da7fe88c4673005b8',7,6,'code','gsdb|trade','code','trade','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ff589fbf1b7a81116a9de43e',7,7,'code','gsdb|travel','code','travel','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('40df176340f2fb4a8762697c',7,8,'code','mast|P','code','P','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('1492235e6b973b959a3cf658',7,9,'milestone','imposed','assertion','actual','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5c680dd73abd70794828fddd',7,10,'milestone','imposed','date','2013-10-10','gregorian',0,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('265254dc8cc1f68245e77117',8,0,'attribute','','title','Duty of Alba on timber from Borea','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('04e5137be87a8e8a76d3cbfb',8,1,'attribute','','form','tariff','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('179ce5f8771b85759c16ff40',8,2,'party','alba','role','imposer','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5e925d78663b0aa94642b190',8,3,'party','borea','role','target','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d80690b882b94da01fe9a9ac',8,4,'topic','tariffs','topic','tariffs','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('511d03fdc95fdb1c163f86a0',8,5,'topic','trade','topic','trade','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3158c9a923744e19dbb4f8b0',8,6,'milestone','applied','assertion','actual','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('1c2381bc9132eaf60bff138e',8,7,'milestone','applied','date','2008-10/2009-03','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e4f6cb141130151aad67ee45',9,0,'attribute','','title','Bridge over the straits','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d7175ee3999ec21a44abb6ad',9,1,'attribute','','title','Bridge over the straits','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('f72300d6e4f18ff7177a7442',9,2,'attribute','','form','transport-route','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e9377f14ec0e2c610184feb5',9,3,'attribute','','form','transport-route','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4131942828c7f72492b318a3',9,4,'title','zh','text','海峡大桥','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c279000afcfaa8f939195119',9,5,'title','zh','text','海峡大桥','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ee7bb1fe232453604da7dac3',9,6,'party','alba','role','recipient','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('85d20797f69d330142b5e8c1',9,7,'party','alba','role','recipient','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4e1d72db37b66ee17e6f4bcf',9,8,'party','borea','role','supplier','gregorian',0,3,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4f6b1e71b7926f7b15329dc6',9,9,'topic','transport','topic','transport','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6910f860b6b38ad6a9b1f7df',9,10,'topic','transport','topic','transport','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ef83f62e0513af7836dd3b87',9,11,'milestone','construction-started:pier-1','assertion','actual','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('03a0e839ea040b76cc05e116',9,12,'milestone','construction-started:pier-1','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('eca1a9960d8ae87dda7d4464',9,13,'milestone','construction-started:pier-1','date','[2008,2009-04]','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6bc68c7da8049a468547a7f4',9,14,'milestone','construction-started:pier-1','date','[2008,2009-04]','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('46c7613eb5eb0129a53f4276',9,15,'milestone','construction-started:pier-2','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('85b0fe85cfb1cb2b3bb80336',9,16,'milestone','construction-started:pier-2','date','2010','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5e5d8adf5f552827359e13e0',9,17,'milestone','completed?planned','assertion','planned','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('9181ee6d337b12d4ca31730f',9,18,'milestone','completed?planned','assertion','planned','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7339f92240bd5ad3b787adac',9,19,'milestone','completed?planned','date','2012','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b86fd38561811a48bd2f5b8f',9,20,'milestone','completed?planned','date','2012','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('11bcea62474b5949f3724884',9,21,'milestone','inaugurated','assertion','reported','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d76e1b5dc06123591b2b0e15',9,22,'milestone','inaugurated','date','2013-06-01','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('9f8660f4a771b3dcbde53300',9,23,'milestone','delivered','assertion','denied','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('ade1fbe46b9c927c230e767c',9,24,'milestone','delivered','date','2013-07','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('844122ca07bb448a80b00960',9,25,'milestone','operational?planned','assertion','planned','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('8536fa5352c07686f59fc04c',9,26,'milestone','operational?planned','date','2030','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('21ec97036bc027a133c52577',9,27,'figure','length||','quantity','1250 m','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('12a1b25cf8c3074c11cba622',9,28,'figure','cost|pier-1|2012','quantity','310 million-usd','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6f2a19a9276fab9597a5de0e',9,29,'figure','cost|pier-1|2012','quantity','290 million-usd','gregorian',1,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('f1a9d8c173448677e32f8a5d',9,30,'figure','cost|pier-1|2012','quantity','310 million-usd','gregorian',2,7,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d066434593cb10e74e703a94',10,0,'attribute','','title','Visit of Cadia''s president to Alba','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('0ab73ba767de87f978ac25e3',10,1,'attribute','','form','visit','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e9266a973fe6d93dad44be2c',10,2,'party','cadia','role','visitor','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3a4a1032294e28f50c50acd8',10,3,'party','alba','role','host','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('b4951773811980c90553171c',10,4,'party','borea','role','concerned','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('db3962a77615376327ed31ff',10,5,'code','cameo|042','code','042','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('353e7657332b3c748488b5a5',10,6,'code','plover|CONSULT-visit','code','CONSULT-visit','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7baea1a504644c54d9cdab16',10,7,'milestone','occurred','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5367acae59c612ed68e5a592',10,8,'milestone','occurred','date','2007-07-07','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('3aa41351a7a65c9e8e05de28',10,9,'milestone','occurred','place','Albapolis','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('41c3a113c41fac50fecb579a',11,0,'attribute','','title','Vote of the World Forum on Alba','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('c24673f9be24ef5baf7fa633',11,1,'attribute','','form','vote','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('6eb5fd34551e9912eb30a94f',11,2,'party','world-forum','role','initiator','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('5c8cfe5d6d9bb6d103998373',11,3,'party','alba','role','target','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('e8db26960c8130cd98a2ed5f',11,4,'milestone','adopted','assertion','actual','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('fc89ba524e4962e49f6bb76e',11,5,'milestone','adopted','date','2009-09-09','gregorian',0,6,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('4487dd4a0e11d0ab5928252d',12,20000,'attribute','','title','A visit that only I know','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7eecf99e8aadd09ce92db2c0',12,20001,'attribute','','form','visit','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('122b6fe529743e416a0b9486',12,20002,'party','alba','role','party','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('d0e408be5191c6ac1943adb8',12,20003,'party','borea','role','party','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('7298ead5b0cd6190947be3ae',12,20004,'milestone','occurred','assertion','actual','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('670d3f9efd3bcedd7cd1bc48',12,20005,'milestone','occurred','date','2020-02-02','gregorian',0,5,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('045f678d5e371b4ae7286c15',2,46,'milestone','in-force','date','2006-01-01','gregorian',0,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('577a21519acea58422678f20',2,40001,'milestone','in-force','date','2006-01-11','gregorian',40001,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
INSERT INTO "claim" VALUES('f897042a7641e69df643fc0e',2,60001,'milestone','in-force','date','2006-01-12','gregorian',60001,2,NULL,NULL,NULL,NULL,'normal',NULL,1);
CREATE TABLE claim_changeset (
	id INTEGER NOT NULL, 
	claim_id VARCHAR(24) NOT NULL, 
	changeset_id INTEGER NOT NULL, 
	withdrawn_id INTEGER, 
	CONSTRAINT pk_claim_changeset PRIMARY KEY (id), 
	CONSTRAINT fk_claim_changeset_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT fk_claim_changeset_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_claim_changeset_withdrawn_id_changeset FOREIGN KEY(withdrawn_id) REFERENCES changeset (id), 
	CONSTRAINT uq_claim_changeset_claim_id_changeset_id UNIQUE (claim_id, changeset_id)
);
INSERT INTO "claim_changeset" VALUES(1,'457ca9df2ad3318b387a2541',1,NULL);
INSERT INTO "claim_changeset" VALUES(2,'1dda43d68fa310f15a678263',1,NULL);
INSERT INTO "claim_changeset" VALUES(3,'b2c2c470950406e5124afcb5',1,NULL);
INSERT INTO "claim_changeset" VALUES(4,'15c88d239b73625bdc187b0f',1,NULL);
INSERT INTO "claim_changeset" VALUES(5,'4a6c11a31bc5bf1db5322daa',1,NULL);
INSERT INTO "claim_changeset" VALUES(6,'38d5f22cb12e42062ec1a60a',1,NULL);
INSERT INTO "claim_changeset" VALUES(7,'a795324e817022c5fdd5ce99',1,NULL);
INSERT INTO "claim_changeset" VALUES(8,'c865ee6e4c25f5b3cbdc8c8d',1,NULL);
INSERT INTO "claim_changeset" VALUES(9,'078034f29c10e9f0ada41d4b',1,NULL);
INSERT INTO "claim_changeset" VALUES(10,'ba64c4db1383cea901a47436',1,NULL);
INSERT INTO "claim_changeset" VALUES(11,'9d21a2685e856802ec3587b6',1,NULL);
INSERT INTO "claim_changeset" VALUES(12,'2235ad2a105706be3197ef8e',1,NULL);
INSERT INTO "claim_changeset" VALUES(13,'5ebfc4c7ec52b2c2d0f5b645',1,NULL);
INSERT INTO "claim_changeset" VALUES(14,'0278b529312d16494b9880fe',1,NULL);
INSERT INTO "claim_changeset" VALUES(15,'66dd723708097944f6f06a54',1,NULL);
INSERT INTO "claim_changeset" VALUES(16,'7d565cb5a7ec117c884ffbdc',1,NULL);
INSERT INTO "claim_changeset" VALUES(17,'f454730f83b41def33d087dc',1,NULL);
INSERT INTO "claim_changeset" VALUES(18,'7b66a963fe760d3cad57254c',1,NULL);
INSERT INTO "claim_changeset" VALUES(19,'453b6bdd484348f897860b2b',1,NULL);
INSERT INTO "claim_changeset" VALUES(20,'82dc8f926eb94ab5fddda982',1,NULL);
INSERT INTO "claim_changeset" VALUES(21,'8d4ccbac55970eb1ea6e1cd8',1,NULL);
INSERT INTO "claim_changeset" VALUES(22,'8d7fc51b2a4fd47cad51bc82',1,NULL);
INSERT INTO "claim_changeset" VALUES(23,'bcfe8524f8940b2fba5d406f',1,NULL);
INSERT INTO "claim_changeset" VALUES(24,'d0ea821781d548bf46df40cc',1,NULL);
INSERT INTO "claim_changeset" VALUES(25,'e37ff12450966b955c112d46',1,NULL);
INSERT INTO "claim_changeset" VALUES(26,'002e6f743752b569932716af',1,NULL);
INSERT INTO "claim_changeset" VALUES(27,'ab0b2a47c4518d300ef594d8',1,NULL);
INSERT INTO "claim_changeset" VALUES(28,'a0e371ce2a03e1045a2b38e8',1,NULL);
INSERT INTO "claim_changeset" VALUES(29,'6a63672ed162b18af75a2262',1,NULL);
INSERT INTO "claim_changeset" VALUES(30,'c57de7b2a7b6e3162cc89b75',1,NULL);
INSERT INTO "claim_changeset" VALUES(31,'b0ef083705dfa550c551d628',1,NULL);
INSERT INTO "claim_changeset" VALUES(32,'3767f0e29ecdb57c89201455',1,NULL);
INSERT INTO "claim_changeset" VALUES(33,'958f5faf9f6787f7c890ce77',1,NULL);
INSERT INTO "claim_changeset" VALUES(34,'4c608fad1f93d481c3084b73',1,NULL);
INSERT INTO "claim_changeset" VALUES(35,'e2740283e52f3ed0f7a1395c',1,NULL);
INSERT INTO "claim_changeset" VALUES(36,'842236ce676124323499572f',1,NULL);
INSERT INTO "claim_changeset" VALUES(37,'50028243bcd0af7b15e35ded',1,NULL);
INSERT INTO "claim_changeset" VALUES(38,'2d2816be0f1197ff5374f8d5',1,NULL);
INSERT INTO "claim_changeset" VALUES(39,'3e51fb8882d0b583557f8943',1,NULL);
INSERT INTO "claim_changeset" VALUES(40,'8ada3d6cedfab53c12c21758',1,NULL);
INSERT INTO "claim_changeset" VALUES(41,'7703dc265ed65d88dc02cd02',1,NULL);
INSERT INTO "claim_changeset" VALUES(42,'bf468f9f126eb494d8672911',1,NULL);
INSERT INTO "claim_changeset" VALUES(43,'9c9cdeec9f70379d200c08eb',1,NULL);
INSERT INTO "claim_changeset" VALUES(44,'0d8130188a32f27eb5cbc93f',1,NULL);
INSERT INTO "claim_changeset" VALUES(45,'5ed66e6bfea175032e223d7e',1,NULL);
INSERT INTO "claim_changeset" VALUES(46,'8c0a032c13ec312254ee3253',1,NULL);
INSERT INTO "claim_changeset" VALUES(47,'80c0f672d59a83b701c73639',1,NULL);
INSERT INTO "claim_changeset" VALUES(48,'e49951317ca8c60c45227dd9',1,NULL);
INSERT INTO "claim_changeset" VALUES(49,'ed1c42ee2d93680ecae9c52a',1,NULL);
INSERT INTO "claim_changeset" VALUES(50,'88400940eb8cab3e9208d576',1,NULL);
INSERT INTO "claim_changeset" VALUES(51,'20e35b8e76f134875f2913f4',1,NULL);
INSERT INTO "claim_changeset" VALUES(52,'e12365cbd1eba38a70d4bd02',1,NULL);
INSERT INTO "claim_changeset" VALUES(53,'25502de86d27ec2702b7c64d',1,NULL);
INSERT INTO "claim_changeset" VALUES(54,'a49b7f18e13eb67007ad5fdc',1,NULL);
INSERT INTO "claim_changeset" VALUES(55,'e38d04b5942b077c61695c31',1,NULL);
INSERT INTO "claim_changeset" VALUES(56,'13a5190595181a3309242c24',1,NULL);
INSERT INTO "claim_changeset" VALUES(57,'b211a66ff0b9348577614e5e',1,NULL);
INSERT INTO "claim_changeset" VALUES(58,'344911e5d37c74778a190461',1,NULL);
INSERT INTO "claim_changeset" VALUES(59,'119d61f2938975efd2b469fc',1,3);
INSERT INTO "claim_changeset" VALUES(60,'73673d3941b68fabdb7d0f7f',1,NULL);
INSERT INTO "claim_changeset" VALUES(61,'05ffaabc2900fd141dcc52c3',1,NULL);
INSERT INTO "claim_changeset" VALUES(62,'b3f16d7d83b9605ea3334bae',1,NULL);
INSERT INTO "claim_changeset" VALUES(63,'fdfee59576548079a484e7fe',1,NULL);
INSERT INTO "claim_changeset" VALUES(64,'877748534182c02d2e732375',1,NULL);
INSERT INTO "claim_changeset" VALUES(65,'248db2df6c56ca48b67299c4',1,NULL);
INSERT INTO "claim_changeset" VALUES(66,'bed506ab4404218a04c37a35',1,NULL);
INSERT INTO "claim_changeset" VALUES(67,'c96c4fe4a9210018eb3cc149',1,NULL);
INSERT INTO "claim_changeset" VALUES(68,'4872dd0bf57786c6f3f118e7',1,NULL);
INSERT INTO "claim_changeset" VALUES(69,'6aaafbf8bc732d8745444a11',1,NULL);
INSERT INTO "claim_changeset" VALUES(70,'db908904453db12a51a3ca04',1,NULL);
INSERT INTO "claim_changeset" VALUES(71,'cdac4808a4e833faa8d057ec',1,NULL);
INSERT INTO "claim_changeset" VALUES(72,'3da650a56113d547724b2208',1,NULL);
INSERT INTO "claim_changeset" VALUES(73,'cdd94857e661edf505186065',1,NULL);
INSERT INTO "claim_changeset" VALUES(74,'443c4ef6aee01d11e48b5b04',1,NULL);
INSERT INTO "claim_changeset" VALUES(75,'c57239c246f0078c95b0723f',1,NULL);
INSERT INTO "claim_changeset" VALUES(76,'bce74070731f8f90a0200080',1,NULL);
INSERT INTO "claim_changeset" VALUES(77,'4e97597ec87314d568018c1d',1,NULL);
INSERT INTO "claim_changeset" VALUES(78,'0295a5adffa1363807c5c3a6',1,NULL);
INSERT INTO "claim_changeset" VALUES(79,'0066f8551e24920b1d6ea192',1,NULL);
INSERT INTO "claim_changeset" VALUES(80,'7802b2754e34a8d9c5e9c9fc',1,NULL);
INSERT INTO "claim_changeset" VALUES(81,'082f0001bcfdaf47f09bdf9e',1,NULL);
INSERT INTO "claim_changeset" VALUES(82,'47b55ea5d45849d00279d6bf',1,NULL);
INSERT INTO "claim_changeset" VALUES(83,'5367aef907b532a8e2756dc6',1,NULL);
INSERT INTO "claim_changeset" VALUES(84,'ce5663340f08703b03c4a055',1,NULL);
INSERT INTO "claim_changeset" VALUES(85,'3b6566841f8f14dfb976bffe',1,NULL);
INSERT INTO "claim_changeset" VALUES(86,'632d652f8d12dad6dc187b32',1,NULL);
INSERT INTO "claim_changeset" VALUES(87,'163c01ab90e8192190f5a8fb',1,NULL);
INSERT INTO "claim_changeset" VALUES(88,'8c5447070147514d6cab70ec',1,NULL);
INSERT INTO "claim_changeset" VALUES(89,'1f9baafa46f91541698277ce',1,NULL);
INSERT INTO "claim_changeset" VALUES(90,'16922fc5f365d139a0b07955',1,NULL);
INSERT INTO "claim_changeset" VALUES(91,'6b994f00ec5eadd6e7cd2dca',1,NULL);
INSERT INTO "claim_changeset" VALUES(92,'d5c879d5332290637cbc5b74',1,NULL);
INSERT INTO "claim_changeset" VALUES(93,'2e326ceb5cdab3ef0f7173b6',1,NULL);
INSERT INTO "claim_changeset" VALUES(94,'f54d42f5827198ff81f76dbf',1,NULL);
INSERT INTO "claim_changeset" VALUES(95,'d5c439af3f6e494a048870bd',1,NULL);
INSERT INTO "claim_changeset" VALUES(96,'4845e7c9c40591736ce5c65c',1,NULL);
INSERT INTO "claim_changeset" VALUES(97,'8f2614ad7c028a7f7b950af4',1,NULL);
INSERT INTO "claim_changeset" VALUES(98,'94619b5d618c14c5ea617852',1,NULL);
INSERT INTO "claim_changeset" VALUES(99,'b5a0b49dc96661460f61e7bf',1,NULL);
INSERT INTO "claim_changeset" VALUES(100,'3d19c4003ec06da2cd3ad943',1,NULL);
INSERT INTO "claim_changeset" VALUES(101,'54c4d83da7fe88c4673005b8',1,NULL);
INSERT INTO "claim_changeset" VALUES(102,'ff589fbf1b7a81116a9de43e',1,NULL);
INSERT INTO "claim_changeset" VALUES(103,'40df176340f2fb4a8762697c',1,NULL);
INSERT INTO "claim_changeset" VALUES(104,'1492235e6b973b959a3cf658',1,NULL);
INSERT INTO "claim_changeset" VALUES(105,'5c680dd73abd70794828fddd',1,NULL);
INSERT INTO "claim_changeset" VALUES(106,'265254dc8cc1f68245e77117',1,NULL);
INSERT INTO "claim_changeset" VALUES(107,'04e5137be87a8e8a76d3cbfb',1,NULL);
INSERT INTO "claim_changeset" VALUES(108,'179ce5f8771b85759c16ff40',1,NULL);
INSERT INTO "claim_changeset" VALUES(109,'5e925d78663b0aa94642b190',1,NULL);
INSERT INTO "claim_changeset" VALUES(110,'d80690b882b94da01fe9a9ac',1,NULL);
INSERT INTO "claim_changeset" VALUES(111,'511d03fdc95fdb1c163f86a0',1,NULL);
INSERT INTO "claim_changeset" VALUES(112,'3158c9a923744e19dbb4f8b0',1,NULL);
INSERT INTO "claim_changeset" VALUES(113,'1c2381bc9132eaf60bff138e',1,NULL);
INSERT INTO "claim_changeset" VALUES(114,'e4f6cb141130151aad67ee45',1,NULL);
INSERT INTO "claim_changeset" VALUES(115,'d7175ee3999ec21a44abb6ad',1,NULL);
INSERT INTO "claim_changeset" VALUES(116,'f72300d6e4f18ff7177a7442',1,NULL);
INSERT INTO "claim_changeset" VALUES(117,'e9377f14ec0e2c610184feb5',1,NULL);
INSERT INTO "claim_changeset" VALUES(118,'4131942828c7f72492b318a3',1,NULL);
INSERT INTO "claim_changeset" VALUES(119,'c279000afcfaa8f939195119',1,NULL);
INSERT INTO "claim_changeset" VALUES(120,'ee7bb1fe232453604da7dac3',1,NULL);
INSERT INTO "claim_changeset" VALUES(121,'85d20797f69d330142b5e8c1',1,NULL);
INSERT INTO "claim_changeset" VALUES(122,'4e1d72db37b66ee17e6f4bcf',1,NULL);
INSERT INTO "claim_changeset" VALUES(123,'4f6b1e71b7926f7b15329dc6',1,NULL);
INSERT INTO "claim_changeset" VALUES(124,'6910f860b6b38ad6a9b1f7df',1,NULL);
INSERT INTO "claim_changeset" VALUES(125,'ef83f62e0513af7836dd3b87',1,NULL);
INSERT INTO "claim_changeset" VALUES(126,'03a0e839ea040b76cc05e116',1,NULL);
INSERT INTO "claim_changeset" VALUES(127,'eca1a9960d8ae87dda7d4464',1,NULL);
INSERT INTO "claim_changeset" VALUES(128,'6bc68c7da8049a468547a7f4',1,NULL);
INSERT INTO "claim_changeset" VALUES(129,'46c7613eb5eb0129a53f4276',1,NULL);
INSERT INTO "claim_changeset" VALUES(130,'85b0fe85cfb1cb2b3bb80336',1,NULL);
INSERT INTO "claim_changeset" VALUES(131,'5e5d8adf5f552827359e13e0',1,NULL);
INSERT INTO "claim_changeset" VALUES(132,'9181ee6d337b12d4ca31730f',1,NULL);
INSERT INTO "claim_changeset" VALUES(133,'7339f92240bd5ad3b787adac',1,NULL);
INSERT INTO "claim_changeset" VALUES(134,'b86fd38561811a48bd2f5b8f',1,NULL);
INSERT INTO "claim_changeset" VALUES(135,'11bcea62474b5949f3724884',1,NULL);
INSERT INTO "claim_changeset" VALUES(136,'d76e1b5dc06123591b2b0e15',1,NULL);
INSERT INTO "claim_changeset" VALUES(137,'9f8660f4a771b3dcbde53300',1,NULL);
INSERT INTO "claim_changeset" VALUES(138,'ade1fbe46b9c927c230e767c',1,NULL);
INSERT INTO "claim_changeset" VALUES(139,'844122ca07bb448a80b00960',1,NULL);
INSERT INTO "claim_changeset" VALUES(140,'8536fa5352c07686f59fc04c',1,NULL);
INSERT INTO "claim_changeset" VALUES(141,'21ec97036bc027a133c52577',1,NULL);
INSERT INTO "claim_changeset" VALUES(142,'12a1b25cf8c3074c11cba622',1,NULL);
INSERT INTO "claim_changeset" VALUES(143,'6f2a19a9276fab9597a5de0e',1,NULL);
INSERT INTO "claim_changeset" VALUES(144,'f1a9d8c173448677e32f8a5d',1,NULL);
INSERT INTO "claim_changeset" VALUES(145,'d066434593cb10e74e703a94',1,NULL);
INSERT INTO "claim_changeset" VALUES(146,'0ab73ba767de87f978ac25e3',1,NULL);
INSERT INTO "claim_changeset" VALUES(147,'e9266a973fe6d93dad44be2c',1,NULL);
INSERT INTO "claim_changeset" VALUES(148,'3a4a1032294e28f50c50acd8',1,NULL);
INSERT INTO "claim_changeset" VALUES(149,'b4951773811980c90553171c',1,NULL);
INSERT INTO "claim_changeset" VALUES(150,'db3962a77615376327ed31ff',1,NULL);
INSERT INTO "claim_changeset" VALUES(151,'353e7657332b3c748488b5a5',1,NULL);
INSERT INTO "claim_changeset" VALUES(152,'7baea1a504644c54d9cdab16',1,NULL);
INSERT INTO "claim_changeset" VALUES(153,'5367acae59c612ed68e5a592',1,NULL);
INSERT INTO "claim_changeset" VALUES(154,'3aa41351a7a65c9e8e05de28',1,NULL);
INSERT INTO "claim_changeset" VALUES(155,'41c3a113c41fac50fecb579a',1,NULL);
INSERT INTO "claim_changeset" VALUES(156,'c24673f9be24ef5baf7fa633',1,NULL);
INSERT INTO "claim_changeset" VALUES(157,'6eb5fd34551e9912eb30a94f',1,NULL);
INSERT INTO "claim_changeset" VALUES(158,'5c8cfe5d6d9bb6d103998373',1,NULL);
INSERT INTO "claim_changeset" VALUES(159,'e8db26960c8130cd98a2ed5f',1,NULL);
INSERT INTO "claim_changeset" VALUES(160,'fc89ba524e4962e49f6bb76e',1,NULL);
INSERT INTO "claim_changeset" VALUES(161,'4487dd4a0e11d0ab5928252d',2,NULL);
INSERT INTO "claim_changeset" VALUES(162,'7eecf99e8aadd09ce92db2c0',2,NULL);
INSERT INTO "claim_changeset" VALUES(163,'122b6fe529743e416a0b9486',2,NULL);
INSERT INTO "claim_changeset" VALUES(164,'d0e408be5191c6ac1943adb8',2,NULL);
INSERT INTO "claim_changeset" VALUES(165,'7298ead5b0cd6190947be3ae',2,NULL);
INSERT INTO "claim_changeset" VALUES(166,'670d3f9efd3bcedd7cd1bc48',2,NULL);
INSERT INTO "claim_changeset" VALUES(167,'045f678d5e371b4ae7286c15',3,NULL);
INSERT INTO "claim_changeset" VALUES(168,'577a21519acea58422678f20',4,NULL);
INSERT INTO "claim_changeset" VALUES(169,'045f678d5e371b4ae7286c15',5,NULL);
INSERT INTO "claim_changeset" VALUES(170,'f897042a7641e69df643fc0e',6,NULL);
CREATE TABLE code (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	scheme VARCHAR(80) NOT NULL, 
	code VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_code PRIMARY KEY (id), 
	CONSTRAINT fk_code_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "code" VALUES(1,7,'gsdb','trade');
INSERT INTO "code" VALUES(2,7,'gsdb','travel');
INSERT INTO "code" VALUES(3,7,'mast','P');
INSERT INTO "code" VALUES(4,10,'cameo','042');
INSERT INTO "code" VALUES(5,10,'plover','CONSULT-visit');
CREATE TABLE erratum (
	id INTEGER NOT NULL, 
	claim_id VARCHAR(24) NOT NULL, 
	changeset_id INTEGER NOT NULL, 
	kind VARCHAR(80) NOT NULL, 
	reason TEXT NOT NULL, 
	date VARCHAR(10) NOT NULL, 
	replaced_by VARCHAR(24), 
	withdrawn_id INTEGER, 
	CONSTRAINT pk_erratum PRIMARY KEY (id), 
	CONSTRAINT fk_erratum_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT fk_erratum_claim_id_claim FOREIGN KEY(claim_id) REFERENCES claim (id), 
	CONSTRAINT fk_erratum_replaced_by_claim FOREIGN KEY(replaced_by) REFERENCES claim (id), 
	CONSTRAINT fk_erratum_withdrawn_id_changeset FOREIGN KEY(withdrawn_id) REFERENCES changeset (id), 
	CONSTRAINT uq_erratum_claim_id_changeset_id UNIQUE (claim_id, changeset_id)
);
INSERT INTO "erratum" VALUES(1,'045f678d5e371b4ae7286c15',4,'correction','Misread.','2026-11-23','577a21519acea58422678f20',5);
INSERT INTO "erratum" VALUES(2,'577a21519acea58422678f20',5,'correction','It was right.','2026-11-23','045f678d5e371b4ae7286c15',NULL);
INSERT INTO "erratum" VALUES(3,'045f678d5e371b4ae7286c15',6,'correction','It was not.','2026-11-23','f897042a7641e69df643fc0e',NULL);
INSERT INTO "erratum" VALUES(4,'8c5447070147514d6cab70ec',7,'retraction','No such page.','2026-11-23',NULL,NULL);
CREATE TABLE evidence (
	id INTEGER NOT NULL, 
	statement_id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	milestone TEXT, 
	figure TEXT, 
	shows VARCHAR(80) NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_evidence PRIMARY KEY (id), 
	CONSTRAINT fk_evidence_record_id_record FOREIGN KEY(record_id) REFERENCES record (id), 
	CONSTRAINT fk_evidence_statement_id_statement FOREIGN KEY(statement_id) REFERENCES statement (id)
);
INSERT INTO "evidence" VALUES(1,1,1,'signed',NULL,'confirmed',NULL);
INSERT INTO "evidence" VALUES(2,2,9,NULL,'cost|pier-1|2012','confirmed',NULL);
INSERT INTO "evidence" VALUES(3,2,9,'completed?planned',NULL,'contradicted','Only a plan.');
INSERT INTO "evidence" VALUES(4,2,10,NULL,NULL,'undatable',NULL);
CREATE TABLE figure (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	metric VARCHAR(80) NOT NULL, 
	value TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	"of" TEXT, 
	as_of TEXT, 
	calendar VARCHAR(80) NOT NULL, 
	sort_key VARCHAR(40) NOT NULL, 
	note TEXT, 
	disputed BOOLEAN NOT NULL, 
	origins INTEGER NOT NULL, 
	CONSTRAINT pk_figure PRIMARY KEY (id), 
	CONSTRAINT fk_figure_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "figure" VALUES(1,9,11,'length||','length','1250','m',NULL,NULL,'gregorian','00000001|00000000|00000000',NULL,0,1);
INSERT INTO "figure" VALUES(2,9,12,'cost|pier-1|2012','cost','310','million-usd','pier-1','2012','gregorian','00000000|00734503|00000365',NULL,1,2);
CREATE TABLE figure_source (
	id INTEGER NOT NULL, 
	figure_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_figure_source PRIMARY KEY (id), 
	CONSTRAINT fk_figure_source_figure_id_figure FOREIGN KEY(figure_id) REFERENCES figure (id), 
	CONSTRAINT fk_figure_source_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "figure_source" VALUES(1,1,2);
INSERT INTO "figure_source" VALUES(2,2,2);
INSERT INTO "figure_source" VALUES(3,2,7);
CREATE TABLE identifier (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	scheme VARCHAR(80) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_identifier PRIMARY KEY (id), 
	CONSTRAINT fk_identifier_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "identifier" VALUES(1,2,'archive','AB-2005/1');
CREATE TABLE link (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	rel VARCHAR(80) NOT NULL, 
	target_id INTEGER NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_link PRIMARY KEY (id), 
	CONSTRAINT fk_link_record_id_record FOREIGN KEY(record_id) REFERENCES record (id), 
	CONSTRAINT fk_link_target_id_record FOREIGN KEY(target_id) REFERENCES record (id)
);
INSERT INTO "link" VALUES(1,2,10,'supersedes',1,'By its article 9.');
CREATE TABLE membership (
	id INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	organization_id INTEGER NOT NULL, 
	status VARCHAR(80) NOT NULL, 
	start_date TEXT, 
	end_date TEXT, 
	date_min VARCHAR(10), 
	date_max VARCHAR(10), 
	note TEXT, 
	changeset_id INTEGER NOT NULL, 
	CONSTRAINT pk_membership PRIMARY KEY (id), 
	CONSTRAINT fk_membership_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT fk_membership_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT fk_membership_organization_id_actor FOREIGN KEY(organization_id) REFERENCES actor (id)
);
INSERT INTO "membership" VALUES(1,3,7,'member','2000-01-01','2010-12-31','2000-01-01','2010-12-31',NULL,3);
INSERT INTO "membership" VALUES(2,4,7,'member','1995',NULL,'1995-01-01',NULL,NULL,3);
INSERT INTO "membership" VALUES(3,1,7,'observer','1999',NULL,'1999-01-01',NULL,NULL,3);
INSERT INTO "membership" VALUES(4,1,8,'member','1950',NULL,'1950-01-01',NULL,NULL,3);
INSERT INTO "membership" VALUES(5,3,8,'member','1950',NULL,'1950-01-01',NULL,NULL,3);
CREATE TABLE membership_source (
	id INTEGER NOT NULL, 
	membership_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_membership_source PRIMARY KEY (id), 
	CONSTRAINT fk_membership_source_membership_id_membership FOREIGN KEY(membership_id) REFERENCES membership (id), 
	CONSTRAINT fk_membership_source_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "membership_source" VALUES(1,1,7);
INSERT INTO "membership_source" VALUES(2,2,7);
INSERT INTO "membership_source" VALUES(3,3,7);
INSERT INTO "membership_source" VALUES(4,4,7);
INSERT INTO "membership_source" VALUES(5,5,7);
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_meta PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('seed_hash','494ad40ed5adebd349b7c4a31a4ac4dcd381591310c43db69993ce214997fc76');
INSERT INTO "meta" VALUES('seed_origin','packaged');
INSERT INTO "meta" VALUES('package_version','0.1.0');
INSERT INTO "meta" VALUES('built_at','2026-11-28T18:07:37+00:00');
CREATE TABLE milestone (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	step VARCHAR(80) NOT NULL, 
	actor_id INTEGER, 
	part VARCHAR(80), 
	assertion VARCHAR(80) NOT NULL, 
	date TEXT, 
	calendar VARCHAR(80) NOT NULL, 
	date_min VARCHAR(10), 
	date_max VARCHAR(10), 
	precision VARCHAR(80), 
	sort_key VARCHAR(40) NOT NULL, 
	place TEXT, 
	organ TEXT, 
	note TEXT, 
	disputed BOOLEAN NOT NULL, 
	origins INTEGER NOT NULL, 
	CONSTRAINT pk_milestone PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT fk_milestone_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "milestone" VALUES(1,4,4,'signed','signed',NULL,NULL,'actual','2005-03-01','gregorian','2005-03-01','2005-03-01','day','00000000|00732006|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(2,4,5,'extended:second-year','extended',NULL,'second-year','actual',NULL,'gregorian',NULL,NULL,NULL,'00000001|00000000|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(3,1,5,'signed','signed',NULL,NULL,'actual','1900-02-10','julian','1900-02-22','1900-02-22','day','00000000|00693648|00000000','Northport',NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(4,1,6,'in-force','in-force',NULL,NULL,'actual','1901~','gregorian','1901-01-01','1901-12-31','year','00000000|00693961|00000364',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(5,2,11,'signed','signed',NULL,NULL,'actual','2005-03-01','gregorian','2005-03-01','2005-03-01','day','00000000|00732006|00000000','Northport',NULL,NULL,0,2);
INSERT INTO "milestone" VALUES(6,2,12,'domestically-approved@borea','domestically-approved',3,NULL,'actual','2005-11','gregorian','2005-11-01','2005-11-30','month','00000000|00732251|00000029',NULL,'Assembly',NULL,0,1);
INSERT INTO "milestone" VALUES(7,2,13,'in-force','in-force',NULL,NULL,'actual','2006-01-12','gregorian','2006-01-12','2006-01-12','day','00000000|00732323|00000000',NULL,NULL,NULL,1,2);
INSERT INTO "milestone" VALUES(8,8,5,'applied','applied',NULL,NULL,'actual','2008-10/2009-03','gregorian','2008-10-01','2009-03-31','interval','00000000|00733316|00000181',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(9,6,3,'signed','signed',NULL,NULL,'actual','2003-04-04','gregorian','2003-04-04','2003-04-04','day','00000000|00731309|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(10,7,8,'imposed','imposed',NULL,NULL,'actual','2013-10-10','gregorian','2013-10-10','2013-10-10','day','00000000|00735151|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(11,10,6,'occurred','occurred',NULL,NULL,'actual','2007-07-07','gregorian','2007-07-07','2007-07-07','day','00000000|00732864|00000000','Albapolis',NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(12,3,5,'signed','signed',NULL,NULL,'actual','2004-06-15','gregorian','2004-06-15','2004-06-15','day','00000000|00731747|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(13,3,6,'in-force','in-force',NULL,NULL,'actual','2010/2011','gregorian','2010-01-01','2011-12-31','interval','00000000|00733773|00000729',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(14,3,7,'amended','amended',NULL,NULL,'actual','2012-09-01','gregorian','2012-09-01','2012-09-01','day','00000000|00734747|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(15,12,3,'occurred','occurred',NULL,NULL,'actual','2020-02-02','gregorian','2020-02-02','2020-02-02','day','00000000|00737457|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(16,9,5,'construction-started:pier-1','construction-started',NULL,'pier-1','actual','[2008,2009-04]','gregorian','2008-01-01','2009-04-30','set','00000000|00733042|00000485',NULL,NULL,NULL,0,2);
INSERT INTO "milestone" VALUES(17,9,6,'construction-started:pier-2','construction-started',NULL,'pier-2','actual','2010','gregorian','2010-01-01','2010-12-31','year','00000000|00733773|00000364',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(18,9,7,'completed?planned','completed',NULL,NULL,'planned','2012','gregorian','2012-01-01','2012-12-31','year','00000000|00734503|00000365',NULL,NULL,NULL,0,2);
INSERT INTO "milestone" VALUES(19,9,8,'inaugurated','inaugurated',NULL,NULL,'reported','2013-06-01','gregorian','2013-06-01','2013-06-01','day','00000000|00735020|00000000',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(20,9,9,'delivered','delivered',NULL,NULL,'denied','2013-07','gregorian','2013-07-01','2013-07-31','month','00000000|00735050|00000030',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(21,9,10,'operational?planned','operational',NULL,NULL,'planned','2030','gregorian','2030-01-01','2030-12-31','year','00000000|00741078|00000364',NULL,NULL,NULL,0,1);
INSERT INTO "milestone" VALUES(22,11,3,'adopted','adopted',NULL,NULL,'actual','2009-09-09','gregorian','2009-09-09','2009-09-09','day','00000000|00733659|00000000',NULL,NULL,NULL,0,1);
CREATE TABLE milestone_source (
	id INTEGER NOT NULL, 
	milestone_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	CONSTRAINT pk_milestone_source PRIMARY KEY (id), 
	CONSTRAINT fk_milestone_source_milestone_id_milestone FOREIGN KEY(milestone_id) REFERENCES milestone (id), 
	CONSTRAINT fk_milestone_source_source_id_source FOREIGN KEY(source_id) REFERENCES source (id)
);
INSERT INTO "milestone_source" VALUES(1,1,5);
INSERT INTO "milestone_source" VALUES(2,2,5);
INSERT INTO "milestone_source" VALUES(3,3,6);
INSERT INTO "milestone_source" VALUES(4,4,6);
INSERT INTO "milestone_source" VALUES(5,5,1);
INSERT INTO "milestone_source" VALUES(6,5,3);
INSERT INTO "milestone_source" VALUES(7,6,3);
INSERT INTO "milestone_source" VALUES(8,6,4);
INSERT INTO "milestone_source" VALUES(9,7,5);
INSERT INTO "milestone_source" VALUES(10,7,2);
INSERT INTO "milestone_source" VALUES(11,8,2);
INSERT INTO "milestone_source" VALUES(12,9,5);
INSERT INTO "milestone_source" VALUES(13,10,7);
INSERT INTO "milestone_source" VALUES(14,11,5);
INSERT INTO "milestone_source" VALUES(15,12,7);
INSERT INTO "milestone_source" VALUES(16,13,7);
INSERT INTO "milestone_source" VALUES(17,14,7);
INSERT INTO "milestone_source" VALUES(18,15,5);
INSERT INTO "milestone_source" VALUES(19,16,2);
INSERT INTO "milestone_source" VALUES(20,16,5);
INSERT INTO "milestone_source" VALUES(21,17,5);
INSERT INTO "milestone_source" VALUES(22,18,2);
INSERT INTO "milestone_source" VALUES(23,18,5);
INSERT INTO "milestone_source" VALUES(24,19,5);
INSERT INTO "milestone_source" VALUES(25,20,2);
INSERT INTO "milestone_source" VALUES(26,21,5);
INSERT INTO "milestone_source" VALUES(27,22,6);
CREATE TABLE obligation (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	code VARCHAR(80) NOT NULL, 
	article TEXT, 
	value VARCHAR(80) NOT NULL, 
	note TEXT, 
	CONSTRAINT pk_obligation PRIMARY KEY (id), 
	CONSTRAINT fk_obligation_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "obligation" VALUES(1,2,8,'consultation-on-threats','3','yes',NULL);
INSERT INTO "obligation" VALUES(2,2,9,'atop-defense',NULL,'no','Said so in parliament.');
CREATE TABLE party (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	role VARCHAR(80) NOT NULL, 
	via_id INTEGER, 
	disputed BOOLEAN NOT NULL, 
	CONSTRAINT pk_party PRIMARY KEY (id), 
	CONSTRAINT fk_party_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT fk_party_record_id_record FOREIGN KEY(record_id) REFERENCES record (id), 
	CONSTRAINT fk_party_via_id_actor FOREIGN KEY(via_id) REFERENCES actor (id)
);
INSERT INTO "party" VALUES(1,4,1,1,'recipient',NULL,0);
INSERT INTO "party" VALUES(2,4,2,3,'supplier',NULL,0);
INSERT INTO "party" VALUES(3,5,1,1,'signatory',NULL,0);
INSERT INTO "party" VALUES(4,5,2,3,'signatory',NULL,0);
INSERT INTO "party" VALUES(5,1,2,2,'signatory',NULL,0);
INSERT INTO "party" VALUES(6,1,3,3,'signatory',NULL,0);
INSERT INTO "party" VALUES(7,2,3,1,'signatory',NULL,0);
INSERT INTO "party" VALUES(8,2,4,3,'signatory',NULL,0);
INSERT INTO "party" VALUES(9,8,1,1,'imposer',NULL,0);
INSERT INTO "party" VALUES(10,8,2,3,'target',NULL,0);
INSERT INTO "party" VALUES(11,6,1,3,'signatory',NULL,0);
INSERT INTO "party" VALUES(12,6,2,4,'signatory',NULL,0);
INSERT INTO "party" VALUES(13,7,1,4,'imposer',NULL,0);
INSERT INTO "party" VALUES(14,7,2,1,'target',NULL,0);
INSERT INTO "party" VALUES(15,7,3,3,'target',NULL,0);
INSERT INTO "party" VALUES(16,10,1,4,'visitor',NULL,0);
INSERT INTO "party" VALUES(17,10,2,1,'host',NULL,0);
INSERT INTO "party" VALUES(18,10,3,3,'concerned',NULL,0);
INSERT INTO "party" VALUES(19,3,1,7,'signatory',NULL,0);
INSERT INTO "party" VALUES(20,3,2,1,'signatory',NULL,0);
INSERT INTO "party" VALUES(21,12,1,1,'party',NULL,0);
INSERT INTO "party" VALUES(22,12,2,3,'party',NULL,0);
INSERT INTO "party" VALUES(23,9,2,1,'recipient',NULL,0);
INSERT INTO "party" VALUES(24,9,3,3,'supplier',NULL,0);
INSERT INTO "party" VALUES(25,11,1,8,'initiator',NULL,0);
INSERT INTO "party" VALUES(26,11,2,1,'target',NULL,0);
CREATE TABLE record (
	id INTEGER NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	kind VARCHAR(80) NOT NULL, 
	active BOOLEAN NOT NULL, 
	form VARCHAR(80) NOT NULL, 
	title TEXT NOT NULL, 
	note TEXT, 
	term_initial VARCHAR(80), 
	term_renewal VARCHAR(80), 
	term_notice VARCHAR(80), 
	folded TEXT NOT NULL, 
	CONSTRAINT pk_record PRIMARY KEY (id), 
	CONSTRAINT uq_record_slug UNIQUE (slug)
);
INSERT INTO "record" VALUES(1,'alba-borea-friendship-1900','treaty',1,'treaty','Treaty of Friendship','Signed by the Kingdom; the Republic never renounced it.',NULL,NULL,NULL,'alba-borea-friendship-1900 alba borea friendship 1900 treaty of friendship signed by the kingdom the republic never renounced it договор о дружбе northport');
INSERT INTO "record" VALUES(2,'alba-borea-pact-2005','treaty',1,'treaty','Pact of Good Neighbours',NULL,'P20Y','P5Y','P1Y','alba-borea-pact-2005 alba borea pact 2005 pact of good neighbours пакт о добрососедстве پیمان همسایگی ab 2005 1 yes said so in parliament no by its article 9 northport assembly');
INSERT INTO "record" VALUES(3,'coast-union-alba-trade-2004','treaty',1,'intergovernmental-agreement','Trade Agreement of the Coast Union and Alba',NULL,NULL,NULL,NULL,'coast-union-alba-trade-2004 coast union alba trade 2004 trade agreement of the coast union and alba');
INSERT INTO "record" VALUES(4,'a-grain-note-2005','agreement',1,'memorandum','Note on grain (2005)',NULL,NULL,NULL,NULL,'a-grain-note-2005 a grain note 2005 note on grain 2005');
INSERT INTO "record" VALUES(5,'ab-customs-note-2005','agreement',1,'memorandum','Note on customs',NULL,NULL,NULL,NULL,'ab-customs-note-2005 ab customs note 2005 note on customs');
INSERT INTO "record" VALUES(6,'borea-cadia-note-2003','agreement',1,'memorandum','Note between others',NULL,NULL,NULL,NULL,'borea-cadia-note-2003 borea cadia note 2003 note between others');
INSERT INTO "record" VALUES(7,'cadia-embargo-2013','trade_measure',1,'embargo','Embargo of Cadia on both shores',NULL,NULL,NULL,NULL,'cadia-embargo-2013 cadia embargo 2013 embargo of cadia on both shores');
INSERT INTO "record" VALUES(8,'alba-timber-duty-2008','trade_measure',1,'tariff','Duty of Alba on timber from Borea',NULL,NULL,NULL,NULL,'alba-timber-duty-2008 alba timber duty 2008 duty of alba on timber from borea');
INSERT INTO "record" VALUES(9,'straits-bridge','project',1,'transport-route','Bridge over the straits',NULL,NULL,NULL,NULL,'straits-bridge straits bridge bridge over the straits 海峡大桥');
INSERT INTO "record" VALUES(10,'cadia-visit-2007','event',1,'visit','Visit of Cadia''s president to Alba',NULL,NULL,NULL,NULL,'cadia-visit-2007 cadia visit 2007 visit of cadia s president to alba albapolis');
INSERT INTO "record" VALUES(11,'world-forum-vote-2009','event',1,'vote','Vote of the World Forum on Alba',NULL,NULL,NULL,NULL,'world-forum-vote-2009 world forum vote 2009 vote of the world forum on alba');
INSERT INTO "record" VALUES(12,'my-visit-2020','event',1,'visit','A visit that only I know',NULL,NULL,NULL,NULL,'my-visit-2020 my visit 2020 a visit that only i know');
CREATE TABLE record_title (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	language VARCHAR(80) NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_record_title PRIMARY KEY (id), 
	CONSTRAINT fk_record_title_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "record_title" VALUES(1,1,'ru','Договор о дружбе');
INSERT INTO "record_title" VALUES(2,2,'ru','Пакт о добрососедстве');
INSERT INTO "record_title" VALUES(3,2,'fa','پیمان همسایگی');
INSERT INTO "record_title" VALUES(4,9,'zh','海峡大桥');
CREATE TABLE source (
	id INTEGER NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	publisher TEXT NOT NULL, 
	title TEXT, 
	url TEXT, 
	date TEXT, 
	language VARCHAR(80) NOT NULL, 
	side_id INTEGER, 
	kind VARCHAR(80) NOT NULL, 
	reliability VARCHAR(80) NOT NULL, 
	origin_id INTEGER, 
	seen VARCHAR(80) NOT NULL, 
	licence TEXT, 
	note TEXT, 
	changeset_id INTEGER NOT NULL, 
	CONSTRAINT pk_source PRIMARY KEY (id), 
	CONSTRAINT fk_source_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT fk_source_origin_id_source FOREIGN KEY(origin_id) REFERENCES source (id), 
	CONSTRAINT fk_source_side_id_actor FOREIGN KEY(side_id) REFERENCES actor (id), 
	CONSTRAINT uq_source_slug UNIQUE (slug)
);
INSERT INTO "source" VALUES(1,'pact-text','Treaty Archive of Alba','The pact of 2005','https://archive.example/pact','2005-03-02','en',NULL,'treaty-text','A',NULL,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(2,'alba-ministry','Foreign Ministry of Alba','Relations with Borea','https://mfa.example/borea','2014-05','en',1,'ministry','B',NULL,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(3,'borea-agency','Borea News Agency',NULL,'https://news.example/1','2014-06-01','ru',3,'agency','B',NULL,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(4,'borea-reprint','Harbour Post','Reprint of the agency',NULL,'2014-06-02','en',3,'press','C',3,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(5,'harbour-post','Harbour Post','Ships and bridges',NULL,'2014','en',NULL,'press','C',NULL,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(6,'old-history','University of Cadia','A history of the straits',NULL,NULL,'en',NULL,'academic','B',NULL,'excerpt',NULL,'Undated print.',1);
INSERT INTO "source" VALUES(7,'union-secretariat','Coast Union','Register of agreements',NULL,'2016-01-31','en',7,'organization','A',NULL,'excerpt',NULL,NULL,1);
INSERT INTO "source" VALUES(8,'mirror-site','Mirror Site',NULL,NULL,NULL,'en',NULL,'copy','E',NULL,'excerpt',NULL,NULL,1);
CREATE TABLE statement (
	id INTEGER NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	source_id INTEGER NOT NULL, 
	ordinal INTEGER NOT NULL, 
	says TEXT NOT NULL, 
	date TEXT, 
	because TEXT NOT NULL, 
	changeset_id INTEGER NOT NULL, 
	CONSTRAINT pk_statement PRIMARY KEY (id), 
	CONSTRAINT fk_statement_changeset_id_changeset FOREIGN KEY(changeset_id) REFERENCES changeset (id), 
	CONSTRAINT fk_statement_source_id_source FOREIGN KEY(source_id) REFERENCES source (id), 
	CONSTRAINT uq_statement_source_id_slug UNIQUE (source_id, slug)
);
INSERT INTO "statement" VALUES(1,'q1',5,0,'The friendship was sealed in Northport.','1900-02-23','The text says so.',3);
INSERT INTO "statement" VALUES(2,'q2',8,1,'The bridge cost 310 million and stands since 2012.','2012','The cost is that of one pier, and the works went on.',3);
INSERT INTO "statement" VALUES(3,'q3',8,2,'The two are friends.',NULL,'Nothing can be measured.',3);
CREATE TABLE succession (
	id INTEGER NOT NULL, 
	actor_id INTEGER NOT NULL, 
	predecessor_id INTEGER NOT NULL, 
	continuity VARCHAR(80) NOT NULL, 
	date TEXT, 
	CONSTRAINT pk_succession PRIMARY KEY (id), 
	CONSTRAINT fk_succession_actor_id_actor FOREIGN KEY(actor_id) REFERENCES actor (id), 
	CONSTRAINT fk_succession_predecessor_id_actor FOREIGN KEY(predecessor_id) REFERENCES actor (id)
);
INSERT INTO "succession" VALUES(1,1,2,'continuator','1920-05-01');
CREATE TABLE topic (
	id INTEGER NOT NULL, 
	record_id INTEGER NOT NULL, 
	topic VARCHAR(80) NOT NULL, 
	CONSTRAINT pk_topic PRIMARY KEY (id), 
	CONSTRAINT fk_topic_record_id_record FOREIGN KEY(record_id) REFERENCES record (id)
);
INSERT INTO "topic" VALUES(1,4,'trade');
INSERT INTO "topic" VALUES(2,1,'diplomacy');
INSERT INTO "topic" VALUES(3,2,'security');
INSERT INTO "topic" VALUES(4,2,'trade');
INSERT INTO "topic" VALUES(5,8,'tariffs');
INSERT INTO "topic" VALUES(6,8,'trade');
INSERT INTO "topic" VALUES(7,7,'sanctions');
INSERT INTO "topic" VALUES(8,3,'trade');
INSERT INTO "topic" VALUES(9,3,'tariffs');
INSERT INTO "topic" VALUES(10,9,'transport');
CREATE INDEX ix_actor_changeset_id ON actor (changeset_id);
CREATE INDEX ix_actor_line ON actor (line);
CREATE INDEX ix_figure_record_id ON figure (record_id);
CREATE INDEX ix_identifier_record_id ON identifier (record_id);
CREATE INDEX ix_link_record_id ON link (record_id);
CREATE INDEX ix_link_target_id ON link (target_id);
CREATE INDEX ix_obligation_record_id ON obligation (record_id);
CREATE INDEX ix_record_title_record_id ON record_title (record_id);
CREATE INDEX ix_topic_record_id ON topic (record_id);
CREATE INDEX ix_actor_code_actor_id ON actor_code (actor_id);
CREATE INDEX ix_actor_code_scheme_code ON actor_code (scheme, code);
CREATE INDEX ix_actor_name_actor_id ON actor_name (actor_id);
CREATE INDEX ix_actor_name_folded ON actor_name (folded);
CREATE INDEX ix_membership_actor_id ON membership (actor_id);
CREATE INDEX ix_membership_changeset_id ON membership (changeset_id);
CREATE INDEX ix_membership_organization_id ON membership (organization_id);
CREATE INDEX ix_milestone_actor_id ON milestone (actor_id);
CREATE INDEX ix_milestone_date_min_date_max ON milestone (date_min, date_max);
CREATE INDEX ix_milestone_record_id ON milestone (record_id);
CREATE INDEX ix_party_actor_id ON party (actor_id);
CREATE INDEX ix_party_record_id ON party (record_id);
CREATE INDEX ix_party_via_id ON party (via_id);
CREATE INDEX ix_source_changeset_id ON source (changeset_id);
CREATE INDEX ix_source_origin_id ON source (origin_id);
CREATE INDEX ix_source_side_id ON source (side_id);
CREATE INDEX ix_succession_actor_id ON succession (actor_id);
CREATE INDEX ix_succession_predecessor_id ON succession (predecessor_id);
CREATE INDEX ix_actor_source_actor_id ON actor_source (actor_id);
CREATE INDEX ix_actor_source_source_id ON actor_source (source_id);
CREATE INDEX ix_claim_record_id ON claim (record_id);
CREATE INDEX ix_claim_source_id ON claim (source_id);
CREATE INDEX ix_figure_source_figure_id ON figure_source (figure_id);
CREATE INDEX ix_figure_source_source_id ON figure_source (source_id);
CREATE INDEX ix_membership_source_membership_id ON membership_source (membership_id);
CREATE INDEX ix_membership_source_source_id ON membership_source (source_id);
CREATE INDEX ix_milestone_source_milestone_id ON milestone_source (milestone_id);
CREATE INDEX ix_milestone_source_source_id ON milestone_source (source_id);
CREATE INDEX ix_claim_changeset_changeset_id ON claim_changeset (changeset_id);
CREATE INDEX ix_claim_changeset_withdrawn_id ON claim_changeset (withdrawn_id);
CREATE INDEX ix_code_record_id ON code (record_id);
CREATE INDEX ix_code_scheme_code ON code (scheme, code);
CREATE INDEX ix_statement_changeset_id ON statement (changeset_id);
CREATE INDEX ix_statement_source_id ON statement (source_id);
CREATE INDEX ix_evidence_record_id ON evidence (record_id);
CREATE INDEX ix_evidence_statement_id ON evidence (statement_id);
CREATE INDEX ix_erratum_changeset_id ON erratum (changeset_id);
CREATE INDEX ix_erratum_withdrawn_id ON erratum (withdrawn_id);
COMMIT;
