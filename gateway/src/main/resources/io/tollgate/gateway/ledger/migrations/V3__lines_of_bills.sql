-- What single requests are kept by: their holds and attempts. The lines of a bill stand with what they bill, as a JSON
-- array of arrays; entries and postings are in the journals alone, and their sums in the balances of the accounts.

drop table entry;
drop table posting;
drop table line;

alter table attempt add column lines text collate "C";
alter table correction add column lines text collate "C";

create view line as
select b.node, b.seq, j.n - 1 as n, j.line ->> 0 as meter, (j.line ->> 1)::bigint as quantity,
  (j.line ->> 2)::bigint as unit_price_p, (j.line ->> 3)::bigint as times, (j.line ->> 4)::bigint as over,
  (j.line ->> 5)::bigint as amount_p, (j.line ->> 6)::bigint as list_p
from (
  select node, ended_seq as seq, lines from attempt
  union all select node, seq, lines from correction
) b, jsonb_array_elements(b.lines::jsonb) with ordinality as j (line, n);
