CREATE TABLE account (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, currency TEXT NOT NULL,
  postings INTEGER NOT NULL, unpriced INTEGER NOT NULL,
  amount_usd INTEGER NOT NULL, amount_pico INTEGER NOT NULL
) STRICT
;

INSERT INTO "account" VALUES(1,'holds:key1','USD',12,0,0,18000);

INSERT INTO "account" VALUES(2,'commitments','USD',16,0,-1,999999982000);

INSERT INTO "account" VALUES(3,'spend:key1','USD',6,0,1,739909345683);

INSERT INTO "account" VALUES(4,'in-doubt:openai','USD',2,0,-1,999999994901);

INSERT INTO "account" VALUES(5,'overrun:key1','USD',1,0,0,77);

INSERT INTO "account" VALUES(6,'overruns','USD',1,0,-1,999999999923);

INSERT INTO "account" VALUES(7,'payable:openai','USD',5,0,-3,559052120687);

INSERT INTO "account" VALUES(8,'suspense:unpriced','USD',1,1,0,0);

INSERT INTO "account" VALUES(9,'holds:key0','USD',4,0,0,0);

INSERT INTO "account" VALUES(10,'spend:key0','USD',3,0,1,647053375355);

INSERT INTO "account" VALUES(11,'payable:local','USD',1,0,-1,121382544927);

INSERT INTO "account" VALUES(12,'payable:groq','USD',1,0,-1,932602618447);

CREATE TABLE attempt (
  seq INTEGER PRIMARY KEY, hold_seq INTEGER NOT NULL, attempt INTEGER NOT NULL,
  deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
  reason TEXT NOT NULL, estimated_p INTEGER, dispatched_ms INTEGER NOT NULL,
  ended_seq INTEGER, ended_ms INTEGER,
  state TEXT NOT NULL CHECK (state IN ('OPEN', 'SETTLE', 'VOID', 'EXPIRE_ESTIMATE')),
  outcome TEXT, status INTEGER, served_model TEXT, provider_request TEXT,
  quality TEXT NOT NULL,
  in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
  in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
  in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
  out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
  out_other INTEGER NOT NULL,
  amount_p INTEGER, price_version TEXT, ttft_ms INTEGER, total_ms INTEGER,
  UNIQUE (hold_seq, attempt)
) STRICT
;

INSERT INTO "attempt" VALUES(4,3,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,5,1795262403000,'VOID',NULL,503,NULL,NULL,'none',0,0,0,0,0,0,0,0,0,0,NULL,NULL,NULL);

INSERT INTO "attempt" VALUES(6,3,2,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,7,1795262404000,'EXPIRE_ESTIMATE',NULL,NULL,NULL,NULL,'tokenizer_estimated',70,0,0,0,0,0,30,0,0,5000,NULL,NULL,NULL);

INSERT INTO "attempt" VALUES(8,3,3,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,10,1795262401500,'SETTLE','COMPLETE',200,'gpt-6-sol-2026-06','chatcmpl-1','provider_reported',100,0,0,0,0,0,10,0,0,3100,'openai/gpt-6-sol@2026-07-30',210,1499);

INSERT INTO "attempt" VALUES(12,11,1,'new/unpriced','new','frontier','cheapest that is good enough',NULL,1795262400001,13,1795262402000,'SETTLE','COMPLETE',200,NULL,NULL,'provider_reported',40,0,0,0,0,0,2,0,0,NULL,'no price for new/unpriced',5,10);

INSERT INTO "attempt" VALUES(17,16,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',3340822293,1795255090602,18,1795255100284,'SETTLE','COMPLETE',200,'served-ü-😀','id "quoted" \ 
','tokenizer_estimated',85468,75579,0,2,0,0,3342,2315,0,1261795641514,'price@2026-07-30',288,1581);

INSERT INTO "attempt" VALUES(20,19,1,'local/qwen','local','local','cheapest that is good enough',33774360908,1795255110808,29,1795255199808,'SETTLE','COMPLETE',200,'served-ü-😀',NULL,'partial_stream_estimated',79983,9099,0,0,0,0,2067,4761,0,878617455073,'price@2026-07-30',1225,8300);

INSERT INTO "attempt" VALUES(24,23,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',13011400281,1795255112500,31,1795255264231,'EXPIRE_ESTIMATE',NULL,NULL,NULL,NULL,'tokenizer_estimated',9,0,0,0,0,0,9,0,0,99,NULL,NULL,NULL);

INSERT INTO "attempt" VALUES(26,25,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',36110173629,1795255147103,32,1795255268578,'SETTLE','COMPLETE',200,NULL,'id "quoted" \ 
','provider_reported',53786,13633,0,5,0,0,2741,412,0,317860352288,'price@2026-07-30',1653,1610);

INSERT INTO "attempt" VALUES(28,27,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',4508632826,1795255171474,30,1795255235555,'SETTLE','COMPLETE',200,NULL,NULL,'reserved_max',79201,23486,0,9,0,0,3466,1254,0,861291879311,'price@2026-07-30',661,9785);

INSERT INTO "attempt" VALUES(33,25,2,'groq/openai/gpt-oss-120b','groq','frontier','cheapest that is good enough',28220341620,1795255274938,34,1795255302035,'SETTLE','COMPLETE',200,NULL,NULL,'reserved_max',3363,86664,0,7,0,0,4788,737,0,67397381553,'price@2026-07-30',1231,18732);

INSERT INTO "attempt" VALUES(38,37,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,39,1795262401500,'SETTLE','COMPLETE',200,'gpt-6-sol-2026-06','chatcmpl-1','provider_reported',100,0,0,0,0,0,10,0,0,3100,'openai/gpt-6-sol@2026-07-30',210,1499);

INSERT INTO "attempt" VALUES(40,37,2,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,NULL,NULL,'OPEN',NULL,NULL,NULL,NULL,'none',70,0,0,0,0,0,30,0,0,NULL,NULL,NULL,NULL);

CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL, hash TEXT NOT NULL, segment INTEGER NOT NULL,
  offset INTEGER NOT NULL, line INTEGER NOT NULL, closed INTEGER NOT NULL
) STRICT
;

INSERT INTO "checkpoint" VALUES(1,41,'dc793e007da3dd297935a4830d78c4c063f855ce23eaa0a89ba5727dd02bbe03',3,2064,6,0);

CREATE TABLE entry (
  seq INTEGER PRIMARY KEY, type TEXT NOT NULL, at_ms INTEGER NOT NULL,
  hold_seq INTEGER NOT NULL, attempt INTEGER
) STRICT
;

INSERT INTO "entry" VALUES(3,'RESERVE',1795262400000,3,NULL);

INSERT INTO "entry" VALUES(4,'DISPATCH',1795262400001,3,1);

INSERT INTO "entry" VALUES(5,'VOID',1795262403000,3,1);

INSERT INTO "entry" VALUES(6,'DISPATCH',1795262400001,3,2);

INSERT INTO "entry" VALUES(7,'EXPIRE_ESTIMATE',1795262404000,3,2);

INSERT INTO "entry" VALUES(8,'DISPATCH',1795262400001,3,3);

INSERT INTO "entry" VALUES(9,'OVERRUN',1795262402000,3,NULL);

INSERT INTO "entry" VALUES(10,'SETTLE',1795262401500,3,3);

INSERT INTO "entry" VALUES(11,'RESERVE',1795262400000,11,NULL);

INSERT INTO "entry" VALUES(12,'DISPATCH',1795262400001,11,1);

INSERT INTO "entry" VALUES(13,'SETTLE',1795262402000,11,1);

INSERT INTO "entry" VALUES(14,'RESERVE',1795262400000,14,NULL);

INSERT INTO "entry" VALUES(15,'VOID',1795262403000,14,NULL);

INSERT INTO "entry" VALUES(16,'RESERVE',1795255090602,16,NULL);

INSERT INTO "entry" VALUES(17,'DISPATCH',1795255090602,16,1);

INSERT INTO "entry" VALUES(18,'SETTLE',1795255100284,16,1);

INSERT INTO "entry" VALUES(19,'RESERVE',1795255110808,19,NULL);

INSERT INTO "entry" VALUES(20,'DISPATCH',1795255110808,19,1);

INSERT INTO "entry" VALUES(23,'RESERVE',1795255112500,23,NULL);

INSERT INTO "entry" VALUES(24,'DISPATCH',1795255112500,23,1);

INSERT INTO "entry" VALUES(25,'RESERVE',1795255147103,25,NULL);

INSERT INTO "entry" VALUES(26,'DISPATCH',1795255147103,25,1);

INSERT INTO "entry" VALUES(27,'RESERVE',1795255171474,27,NULL);

INSERT INTO "entry" VALUES(28,'DISPATCH',1795255171474,27,1);

INSERT INTO "entry" VALUES(29,'SETTLE',1795255199808,19,1);

INSERT INTO "entry" VALUES(30,'SETTLE',1795255235555,27,1);

INSERT INTO "entry" VALUES(31,'EXPIRE_ESTIMATE',1795255264231,23,1);

INSERT INTO "entry" VALUES(32,'SETTLE',1795255268578,25,1);

INSERT INTO "entry" VALUES(33,'DISPATCH',1795255274938,25,2);

INSERT INTO "entry" VALUES(34,'SETTLE',1795255302035,25,2);

INSERT INTO "entry" VALUES(37,'RESERVE',1795262400000,37,NULL);

INSERT INTO "entry" VALUES(38,'DISPATCH',1795262400001,37,1);

INSERT INTO "entry" VALUES(39,'SETTLE',1795262401500,37,1);

INSERT INTO "entry" VALUES(40,'DISPATCH',1795262400001,37,2);

INSERT INTO "entry" VALUES(41,'RESERVE',1795262400000,41,NULL);

CREATE TABLE hold (
  seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
  policy TEXT NOT NULL, rule TEXT NOT NULL, requested_model TEXT NOT NULL,
  stream INTEGER NOT NULL, amount_p INTEGER, opened_ms INTEGER NOT NULL,
  resolved_seq INTEGER
) STRICT
;

INSERT INTO "hold" VALUES(3,'r1','key1','default','rule1','auto',1,9000,1795262400000,10);

INSERT INTO "hold" VALUES(11,'r2','key1','default','rule1','auto',1,NULL,1795262400000,13);

INSERT INTO "hold" VALUES(14,'r3','key1','default','rule1','auto',1,9000,1795262400000,15);

INSERT INTO "hold" VALUES(16,'old0','key0','default','default','auto',0,676432169991,1795255090602,18);

INSERT INTO "hold" VALUES(19,'old1','key1','cheap','default','auto',0,681300815519,1795255110808,29);

INSERT INTO "hold" VALUES(23,'old2','key1','cheap','default','auto',1,874254012970,1795255112500,31);

INSERT INTO "hold" VALUES(25,'old3','key0','default','default','auto',1,235090547254,1795255147103,34);

INSERT INTO "hold" VALUES(27,'old4','key1','cheap','default','auto',1,637385012421,1795255171474,30);

INSERT INTO "hold" VALUES(37,'open1','key1','default','rule1','auto',1,9000,1795262400000,NULL);

INSERT INTO "hold" VALUES(41,'open2','key1','default','rule1','auto',1,9000,1795262400000,NULL);

CREATE TABLE line (
  seq INTEGER NOT NULL, n INTEGER NOT NULL, meter TEXT NOT NULL,
  quantity INTEGER NOT NULL, unit_price_p INTEGER NOT NULL, times INTEGER NOT NULL,
  over INTEGER NOT NULL, amount_p INTEGER NOT NULL,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID
;

INSERT INTO "line" VALUES(10,0,'in_uncached',100,20,1,1,2000);

INSERT INTO "line" VALUES(10,1,'out_visible',10,100,11,10,1100);

INSERT INTO "line" VALUES(18,0,'in_uncached',85468,9977660,11,10,938047709368);

INSERT INTO "line" VALUES(18,1,'in_cache_read',75579,4019067,1,1,303757064793);

INSERT INTO "line" VALUES(18,2,'in_cache_write_1h',2,1489823,11,10,3277611);

INSERT INTO "line" VALUES(18,3,'out_visible',3342,3088139,11,10,11352616592);

INSERT INTO "line" VALUES(18,4,'out_reasoning',2315,3730010,1,1,8634973150);

INSERT INTO "line" VALUES(29,0,'in_uncached',79983,9827933,1,1,786067565139);

INSERT INTO "line" VALUES(29,1,'in_cache_read',9099,4066254,11,10,40698729661);

INSERT INTO "line" VALUES(29,2,'out_visible',2067,9037327,11,10,20548170400);

INSERT INTO "line" VALUES(29,3,'out_reasoning',4761,5977161,11,10,31302989873);

INSERT INTO "line" VALUES(30,0,'in_uncached',79201,6954591,11,10,605891617970);

INSERT INTO "line" VALUES(30,1,'in_cache_read',23486,9391283,11,10,242620039792);

INSERT INTO "line" VALUES(30,2,'in_cache_write_1h',9,342991,1,1,3086919);

INSERT INTO "line" VALUES(30,3,'out_visible',3466,1536872,1,1,5326798352);

INSERT INTO "line" VALUES(30,4,'out_reasoning',1254,5941257,1,1,7450336278);

INSERT INTO "line" VALUES(32,0,'in_uncached',53786,4288367,1,1,230654107462);

INSERT INTO "line" VALUES(32,1,'in_cache_read',13633,4618518,1,1,62964255894);

INSERT INTO "line" VALUES(32,2,'in_cache_write_1h',5,1794122,11,10,9867671);

INSERT INTO "line" VALUES(32,3,'out_visible',2741,7147541,11,10,21550550869);

INSERT INTO "line" VALUES(32,4,'out_reasoning',412,6508666,1,1,2681570392);

INSERT INTO "line" VALUES(34,0,'in_uncached',3363,1365995,1,1,4593841185);

INSERT INTO "line" VALUES(34,1,'in_cache_read',86664,169168,1,1,14660775552);

INSERT INTO "line" VALUES(34,2,'in_cache_write_1h',7,217082,1,1,1519574);

INSERT INTO "line" VALUES(34,3,'out_visible',4788,8918369,11,10,46971265849);

INSERT INTO "line" VALUES(34,4,'out_reasoning',737,1587489,1,1,1169979393);

INSERT INTO "line" VALUES(39,0,'in_uncached',100,20,1,1,2000);

INSERT INTO "line" VALUES(39,1,'out_visible',10,100,11,10,1100);

CREATE TABLE posting (
  seq INTEGER NOT NULL, n INTEGER NOT NULL, account_id INTEGER NOT NULL,
  amount_p INTEGER, currency TEXT NOT NULL,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID
;

INSERT INTO "posting" VALUES(3,0,1,9000,'USD');

INSERT INTO "posting" VALUES(3,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(7,0,3,5000,'USD');

INSERT INTO "posting" VALUES(7,1,4,-5000,'USD');

INSERT INTO "posting" VALUES(9,0,5,77,'USD');

INSERT INTO "posting" VALUES(9,1,6,-77,'USD');

INSERT INTO "posting" VALUES(10,0,3,3100,'USD');

INSERT INTO "posting" VALUES(10,1,7,-3100,'USD');

INSERT INTO "posting" VALUES(10,2,2,9000,'USD');

INSERT INTO "posting" VALUES(10,3,1,-9000,'USD');

INSERT INTO "posting" VALUES(13,0,8,NULL,'USD');

INSERT INTO "posting" VALUES(14,0,1,9000,'USD');

INSERT INTO "posting" VALUES(14,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(15,0,2,9000,'USD');

INSERT INTO "posting" VALUES(15,1,1,-9000,'USD');

INSERT INTO "posting" VALUES(16,0,9,676432169991,'USD');

INSERT INTO "posting" VALUES(16,1,2,-676432169991,'USD');

INSERT INTO "posting" VALUES(18,0,10,1261795641514,'USD');

INSERT INTO "posting" VALUES(18,1,7,-1261795641514,'USD');

INSERT INTO "posting" VALUES(18,2,2,676432169991,'USD');

INSERT INTO "posting" VALUES(18,3,9,-676432169991,'USD');

INSERT INTO "posting" VALUES(19,0,1,681300815519,'USD');

INSERT INTO "posting" VALUES(19,1,2,-681300815519,'USD');

INSERT INTO "posting" VALUES(23,0,1,874254012970,'USD');

INSERT INTO "posting" VALUES(23,1,2,-874254012970,'USD');

INSERT INTO "posting" VALUES(25,0,9,235090547254,'USD');

INSERT INTO "posting" VALUES(25,1,2,-235090547254,'USD');

INSERT INTO "posting" VALUES(27,0,1,637385012421,'USD');

INSERT INTO "posting" VALUES(27,1,2,-637385012421,'USD');

INSERT INTO "posting" VALUES(29,0,3,878617455073,'USD');

INSERT INTO "posting" VALUES(29,1,11,-878617455073,'USD');

INSERT INTO "posting" VALUES(29,2,2,681300815519,'USD');

INSERT INTO "posting" VALUES(29,3,1,-681300815519,'USD');

INSERT INTO "posting" VALUES(30,0,3,861291879311,'USD');

INSERT INTO "posting" VALUES(30,1,7,-861291879311,'USD');

INSERT INTO "posting" VALUES(30,2,2,637385012421,'USD');

INSERT INTO "posting" VALUES(30,3,1,-637385012421,'USD');

INSERT INTO "posting" VALUES(31,0,3,99,'USD');

INSERT INTO "posting" VALUES(31,1,4,-99,'USD');

INSERT INTO "posting" VALUES(31,2,2,874254012970,'USD');

INSERT INTO "posting" VALUES(31,3,1,-874254012970,'USD');

INSERT INTO "posting" VALUES(32,0,10,317860352288,'USD');

INSERT INTO "posting" VALUES(32,1,7,-317860352288,'USD');

INSERT INTO "posting" VALUES(34,0,10,67397381553,'USD');

INSERT INTO "posting" VALUES(34,1,12,-67397381553,'USD');

INSERT INTO "posting" VALUES(34,2,2,235090547254,'USD');

INSERT INTO "posting" VALUES(34,3,9,-235090547254,'USD');

INSERT INTO "posting" VALUES(37,0,1,9000,'USD');

INSERT INTO "posting" VALUES(37,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(39,0,3,3100,'USD');

INSERT INTO "posting" VALUES(39,1,7,-3100,'USD');

INSERT INTO "posting" VALUES(41,0,1,9000,'USD');

INSERT INTO "posting" VALUES(41,1,2,-9000,'USD');

CREATE TABLE rollup_hour (
  hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
  deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
  usage_quality TEXT NOT NULL, priced INTEGER NOT NULL,
  requests INTEGER NOT NULL, attempts INTEGER NOT NULL, voided INTEGER NOT NULL,
  in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
  in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
  in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
  out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
  out_other INTEGER NOT NULL,
  amount_usd INTEGER, amount_pico INTEGER,
  PRIMARY KEY (hour, key, policy, deployment, class, usage_quality, priced)
) STRICT, WITHOUT ROWID
;

INSERT INTO "rollup_hour" VALUES('2026-11-21T09:00:00Z','key0','default','openai/gpt-6-sol','openai','frontier','tokenizer_estimated',1,1,1,0,85468,75579,0,2,0,0,3342,2315,0,1,261795641514);

INSERT INTO "rollup_hour" VALUES('2026-11-21T09:00:00Z','key1','cheap','local/qwen','local','local','partial_stream_estimated',1,1,1,0,79983,9099,0,0,0,0,2067,4761,0,0,878617455073);

INSERT INTO "rollup_hour" VALUES('2026-11-21T10:00:00Z','key0','default','groq/openai/gpt-oss-120b','groq','frontier','reserved_max',1,1,1,0,3363,86664,0,7,0,0,4788,737,0,0,67397381553);

INSERT INTO "rollup_hour" VALUES('2026-11-21T10:00:00Z','key0','default','openai/gpt-6-sol','openai','frontier','provider_reported',1,0,1,0,53786,13633,0,5,0,0,2741,412,0,0,317860352288);

INSERT INTO "rollup_hour" VALUES('2026-11-21T10:00:00Z','key1','cheap','openai/gpt-6-sol','openai','frontier','reserved_max',1,1,1,0,79201,23486,0,9,0,0,3466,1254,0,0,861291879311);

INSERT INTO "rollup_hour" VALUES('2026-11-21T10:00:00Z','key1','cheap','openai/gpt-6-sol','openai','frontier','tokenizer_estimated',1,1,1,0,9,0,0,0,0,0,9,0,0,0,99);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','','','','none',1,1,0,0,0,0,0,0,0,0,0,0,0,0,0);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','new/unpriced','new','frontier','provider_reported',0,1,1,0,40,0,0,0,0,0,2,0,0,NULL,NULL);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','none',1,0,1,1,0,0,0,0,0,0,0,0,0,0,0);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','provider_reported',1,1,2,0,200,0,0,0,0,0,20,0,0,0,6200);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','tokenizer_estimated',1,0,1,0,70,0,0,0,0,0,30,0,0,0,5000);

CREATE INDEX hold_request ON hold (request);

CREATE INDEX hold_open ON hold (seq) WHERE resolved_seq IS NULL;

CREATE TRIGGER entry_is_not_edited BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never edited'); END;

CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;

CREATE TRIGGER line_is_not_edited BEFORE UPDATE ON line
BEGIN SELECT RAISE(ABORT, 'lines are never edited'); END;

CREATE TRIGGER line_is_not_deleted BEFORE DELETE ON line
BEGIN SELECT RAISE(ABORT, 'lines are never deleted'); END;

CREATE TRIGGER posting_is_not_edited BEFORE UPDATE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never edited'); END;

CREATE TRIGGER posting_is_not_deleted BEFORE DELETE ON posting
BEGIN SELECT RAISE(ABORT, 'postings are never deleted'); END;

PRAGMA user_version = 1;
