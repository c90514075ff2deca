-- Run once by the image of PostgreSQL, by its superuser, when the data folder is new (docker-entrypoint-initdb.d).
-- Two roles: curfew_owner changes the schema and is used by `migrate` alone; curfew reads and writes rows, and can neither make nor drop anything.
\set owner_password `cat /run/curfew/postgres/owner-password`
\set runner_password `cat /run/curfew/postgres/runner-password`

create role curfew_owner login password :'owner_password';
create role curfew login password :'runner_password';
create database curfew owner curfew_owner;
revoke connect, temporary on database curfew from public;
grant connect on database curfew to curfew;

\connect curfew
alter schema public owner to curfew_owner;
revoke all on schema public from public;
grant usage on schema public to curfew;
-- What migrations make later, partitions included.
alter default privileges for role curfew_owner in schema public grant select, insert, update, delete on tables to curfew;
alter default privileges for role curfew_owner in schema public grant usage on sequences to curfew;
