-- Run once by the image of PostgreSQL, by its superuser, when the data folder is new (docker-entrypoint-initdb.d).
-- Two roles: curfew_owner changes the schema and is used by `migrate` alone; curfew reads and writes rows, can neither
-- make nor drop anything, and adds to the log without changing it. What it may do with which table, `migrate` grants.
\set owner_password `cat /run/curfew/postgres/owner-password`
\set runner_password `cat /run/curfew/postgres/runner-password`

create role curfew_owner login password :'owner_password';
create role curfew login password :'runner_password';
create database curfew owner curfew_owner;
revoke connect, temporary on database curfew from public;
grant connect on database curfew to curfew;
-- Named last, the temporary schema shadows nothing.
alter role curfew in database curfew set search_path = public, pg_temp;
alter role curfew_owner in database curfew set search_path = public, pg_temp;

\connect curfew
alter schema public owner to curfew_owner;
revoke all on schema public from public;
grant usage on schema public to curfew;
