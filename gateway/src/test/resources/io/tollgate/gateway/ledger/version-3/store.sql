CREATE TABLE account (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, currency TEXT NOT NULL,
  postings INTEGER NOT NULL, unpriced INTEGER NOT NULL,
  amount_usd INTEGER NOT NULL, amount_pico INTEGER NOT NULL
) STRICT
;

INSERT INTO "account" VALUES(1,'holds:key1','USD',8,0,0,18000);

INSERT INTO "account" VALUES(2,'commitments','USD',8,0,-1,999999982000);

INSERT INTO "account" VALUES(3,'spend:key1','USD',3,0,0,11200);

INSERT INTO "account" VALUES(4,'in-doubt:openai','USD',1,0,-1,999999995000);

INSERT INTO "account" VALUES(5,'overrun:key1','USD',1,0,0,77);

INSERT INTO "account" VALUES(6,'overruns','USD',1,0,-1,999999999923);

INSERT INTO "account" VALUES(7,'payable:openai','USD',2,0,-1,999999993800);

INSERT INTO "account" VALUES(8,'suspense:unpriced','USD',1,1,0,0);

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

INSERT INTO "attempt" VALUES(14,11,1,'new/unpriced','new','frontier','cheapest that is good enough',NULL,1795262400001,15,1795262402000,'SETTLE','COMPLETE',200,NULL,NULL,'provider_reported',40,0,0,0,0,0,2,0,0,NULL,'no price for new/unpriced',5,10);

INSERT INTO "attempt" VALUES(20,19,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,21,1795262401500,'SETTLE','COMPLETE',200,'gpt-6-sol-2026-06','chatcmpl-1','provider_reported',100,0,0,0,0,0,10,0,0,3100,'openai/gpt-6-sol@2026-07-30',210,1499);

INSERT INTO "attempt" VALUES(25,22,1,'openai/gpt-6-sol','openai','frontier','cheapest that is good enough',5000,1795262400001,NULL,NULL,'OPEN',NULL,NULL,NULL,NULL,'none',70,0,0,0,0,0,30,0,0,NULL,NULL,NULL,NULL);

CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL, hash TEXT NOT NULL, segment INTEGER NOT NULL,
  offset INTEGER NOT NULL, line INTEGER NOT NULL, closed INTEGER NOT NULL
) STRICT
;

INSERT INTO "checkpoint" VALUES(1,27,'61abd50a4871969604065f907a192abaeedf96f03b4150dd3d90da34decab0f0',3,1158,4,0);

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

INSERT INTO "entry" VALUES(14,'DISPATCH',1795262400001,11,1);

INSERT INTO "entry" VALUES(15,'SETTLE',1795262402000,11,1);

INSERT INTO "entry" VALUES(16,'RESERVE',1795262400000,16,NULL);

INSERT INTO "entry" VALUES(17,'VOID',1795262403000,16,NULL);

INSERT INTO "entry" VALUES(18,'JUDGED',1795262460000,0,NULL);

INSERT INTO "entry" VALUES(19,'RESERVE',1795262400000,19,NULL);

INSERT INTO "entry" VALUES(20,'DISPATCH',1795262400001,19,1);

INSERT INTO "entry" VALUES(21,'SETTLE',1795262401500,19,1);

INSERT INTO "entry" VALUES(22,'RESERVE',1795262400000,22,NULL);

INSERT INTO "entry" VALUES(25,'DISPATCH',1795262400001,22,1);

INSERT INTO "entry" VALUES(26,'RESERVE',1795262400000,26,NULL);

INSERT INTO "entry" VALUES(27,'JUDGED',1795262460000,0,NULL);

CREATE TABLE hold (
  seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
  policy TEXT NOT NULL, rule TEXT NOT NULL, requested_model TEXT NOT NULL,
  stream INTEGER NOT NULL, amount_p INTEGER, opened_ms INTEGER NOT NULL,
  resolved_seq INTEGER
, purpose TEXT NOT NULL DEFAULT 'serve'
  CHECK (purpose IN ('serve', 'measurement')), tactic TEXT NOT NULL DEFAULT 'straight', reference TEXT, reference_p INTEGER, loss_ppm INTEGER, shadow_p INTEGER, propensity_ppm INTEGER, accounts TEXT NOT NULL DEFAULT '') STRICT
;

INSERT INTO "hold" VALUES(3,'r1','key1','default','rule1','auto',1,9000,1795262400000,10,'serve','verified','openai/gpt-6-sol',10000,12500,40,950000,'organization:acme team:search key:0123456789ab tag:feature=chat');

INSERT INTO "hold" VALUES(11,'r2','key1','default','rule1','auto',1,NULL,1795262400000,15,'serve','straight',NULL,NULL,NULL,NULL,NULL,'');

INSERT INTO "hold" VALUES(16,'r3','key1','default','rule1','auto',1,9000,1795262400000,17,'serve','straight',NULL,NULL,NULL,NULL,NULL,'');

INSERT INTO "hold" VALUES(19,'m1','key1','default','rule1','auto',1,9000,1795262400000,21,'measurement','straight',NULL,NULL,NULL,NULL,NULL,'organization:acme team:search');

INSERT INTO "hold" VALUES(22,'open1','key1','default','rule1','auto',1,9000,1795262400000,NULL,'serve','agreement','openai/gpt-6-sol',10000,12500,40,950000,'organization:acme team:search key:0123456789ab tag:feature=chat');

INSERT INTO "hold" VALUES(26,'open2','key1','default','rule1','auto',1,9000,1795262400000,NULL,'serve','straight',NULL,NULL,NULL,NULL,NULL,'');

CREATE TABLE judgement (
  seq INTEGER PRIMARY KEY, request TEXT NOT NULL, key TEXT NOT NULL,
  policy TEXT NOT NULL, deployment TEXT NOT NULL, served INTEGER NOT NULL,
  source TEXT NOT NULL, score_ppm INTEGER NOT NULL, reference_ppm INTEGER,
  propensity_ppm INTEGER NOT NULL, at_ms INTEGER NOT NULL
) STRICT
;

INSERT INTO "judgement" VALUES(18,'r1','key1','default','openai/gpt-6-sol',1,'judge',750000,800000,500000,1795262460000);

INSERT INTO "judgement" VALUES(27,'m1','key1','default','openai/gpt-6-sol',0,'judge',750000,NULL,500000,1795262460000);

CREATE TABLE line (
  seq INTEGER NOT NULL, n INTEGER NOT NULL, meter TEXT NOT NULL,
  quantity INTEGER NOT NULL, unit_price_p INTEGER NOT NULL, times INTEGER NOT NULL,
  over INTEGER NOT NULL, amount_p INTEGER NOT NULL,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID
;

INSERT INTO "line" VALUES(10,0,'in_uncached',100,20,1,1,2000);

INSERT INTO "line" VALUES(10,1,'out_visible',10,100,11,10,1100);

INSERT INTO "line" VALUES(21,0,'in_uncached',100,20,1,1,2000);

INSERT INTO "line" VALUES(21,1,'out_visible',10,100,11,10,1100);

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

INSERT INTO "posting" VALUES(15,0,8,NULL,'USD');

INSERT INTO "posting" VALUES(16,0,1,9000,'USD');

INSERT INTO "posting" VALUES(16,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(17,0,2,9000,'USD');

INSERT INTO "posting" VALUES(17,1,1,-9000,'USD');

INSERT INTO "posting" VALUES(19,0,1,9000,'USD');

INSERT INTO "posting" VALUES(19,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(21,0,3,3100,'USD');

INSERT INTO "posting" VALUES(21,1,7,-3100,'USD');

INSERT INTO "posting" VALUES(21,2,2,9000,'USD');

INSERT INTO "posting" VALUES(21,3,1,-9000,'USD');

INSERT INTO "posting" VALUES(22,0,1,9000,'USD');

INSERT INTO "posting" VALUES(22,1,2,-9000,'USD');

INSERT INTO "posting" VALUES(26,0,1,9000,'USD');

INSERT INTO "posting" VALUES(26,1,2,-9000,'USD');

CREATE TABLE rollup_charge (
  account TEXT NOT NULL, quarter TEXT NOT NULL,
  attempts INTEGER NOT NULL, unpriced INTEGER NOT NULL,
  amount_usd INTEGER NOT NULL, amount_pico INTEGER NOT NULL,
  PRIMARY KEY (account, quarter)
) STRICT, WITHOUT ROWID
;

INSERT INTO "rollup_charge" VALUES('key:0123456789ab','2026-11-21T12:00:00Z',2,0,0,8100);

INSERT INTO "rollup_charge" VALUES('organization:acme','2026-11-21T12:00:00Z',3,0,0,11200);

INSERT INTO "rollup_charge" VALUES('tag:feature=chat','2026-11-21T12:00:00Z',2,0,0,8100);

INSERT INTO "rollup_charge" VALUES('team:search','2026-11-21T12:00:00Z',3,0,0,11200);

CREATE TABLE rollup_hour (
  hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
  deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
  usage_quality TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('serve', 'measurement')),
  priced INTEGER NOT NULL,
  requests INTEGER NOT NULL, attempts INTEGER NOT NULL, voided INTEGER NOT NULL,
  in_uncached INTEGER NOT NULL, in_cache_read INTEGER NOT NULL,
  in_cache_write_5m INTEGER NOT NULL, in_cache_write_1h INTEGER NOT NULL,
  in_cache_write_other INTEGER NOT NULL, in_tool INTEGER NOT NULL,
  out_visible INTEGER NOT NULL, out_reasoning INTEGER NOT NULL,
  out_other INTEGER NOT NULL,
  amount_usd INTEGER, amount_pico INTEGER,
  PRIMARY KEY (
    hour, key, policy, deployment, class, usage_quality, purpose, priced)
) STRICT, WITHOUT ROWID
;

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','','','','none','serve',1,1,0,0,0,0,0,0,0,0,0,0,0,0,0);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','new/unpriced','new','frontier','provider_reported','serve',0,1,1,0,40,0,0,0,0,0,2,0,0,NULL,NULL);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','none','serve',1,0,1,1,0,0,0,0,0,0,0,0,0,0,0);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','provider_reported','measurement',1,1,1,0,100,0,0,0,0,0,10,0,0,0,3100);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','provider_reported','serve',1,1,1,0,100,0,0,0,0,0,10,0,0,0,3100);

INSERT INTO "rollup_hour" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier','tokenizer_estimated','serve',1,0,1,0,70,0,0,0,0,0,30,0,0,0,5000);

CREATE TABLE rollup_judged (
  hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
  deployment TEXT NOT NULL, provider TEXT NOT NULL, source TEXT NOT NULL,
  judged INTEGER NOT NULL, weight INTEGER NOT NULL,
  score_weighted INTEGER NOT NULL, paired INTEGER NOT NULL,
  paired_weight INTEGER NOT NULL, loss_weighted INTEGER NOT NULL,
  loss_squares INTEGER NOT NULL,
  PRIMARY KEY (hour, key, policy, deployment, source)
) STRICT, WITHOUT ROWID
;

INSERT INTO "rollup_judged" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','judge',2,4000,3000000000,1,2000,100000000,10000);

CREATE TABLE rollup_memo (
  hour TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL,
  deployment TEXT NOT NULL, provider TEXT NOT NULL, class TEXT NOT NULL,
  requests INTEGER NOT NULL, displaced INTEGER NOT NULL,
  unpriced INTEGER NOT NULL, loss_ppm INTEGER NOT NULL,
  reference_usd INTEGER NOT NULL, reference_pico INTEGER NOT NULL,
  spent_usd INTEGER NOT NULL, spent_pico INTEGER NOT NULL,
  PRIMARY KEY (hour, key, policy, deployment, class)
) STRICT, WITHOUT ROWID
;

INSERT INTO "rollup_memo" VALUES('2026-11-21T12:00:00Z','key1','default','openai/gpt-6-sol','openai','frontier',1,0,0,12500,0,10000,0,8100);

CREATE INDEX hold_request ON hold (request);

CREATE INDEX hold_open ON hold (seq) WHERE resolved_seq IS NULL;

CREATE INDEX judgement_request ON judgement (request);

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

CREATE TRIGGER judgement_is_not_edited BEFORE UPDATE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are never edited'); END;

CREATE TRIGGER judgement_is_not_deleted BEFORE DELETE ON judgement
BEGIN SELECT RAISE(ABORT, 'judgements are never deleted'); END;

PRAGMA user_version = 3;
