-- How a table is built anew beside the live one and takes its place: X__new, then X, then X__old.
-- The role that serves may not change the schema; these functions, owned by the role that migrates, do this much of it and no more.

create function ledger.ol_table_of_a_projection(live varchar) returns varchar language plpgsql immutable as $$
begin
    if live not in ('mt_doc_order', 'mt_doc_order_details', 'ol_kpi', 'ol_kpi_source', 'ol_entry') then
        raise exception '% is no table of a projection', live using errcode = 'invalid_parameter_value';
    end if;
    return live;
end $$;

-- Makes X__new: the columns, storage parameters and grants of X, and nothing else yet.
create function ledger.ol_build_table(live varchar) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    built varchar := ledger.ol_table_of_a_projection(live) || '__new';
    parameters text[];
    permission record;
begin
    execute format('drop table if exists ledger.%I, ledger.%I', live || '__old', built);
    execute format('create table ledger.%I (like ledger.%I including defaults including storage)', built, live);
    select reloptions into parameters from pg_class where oid = format('ledger.%I', live)::regclass;
    if parameters is not null then
        execute format('alter table ledger.%I set (%s)', built, array_to_string(parameters, ', '));
    end if;
    -- Until it has its indexes: a vacuum of what is only added to is work for nothing.
    execute format('alter table ledger.%I set (autovacuum_enabled = off)', built);
    for permission in
        select a.privilege_type, a.is_grantable, case when a.grantee = 0 then 'public' else quote_ident(r.rolname) end as grantee
          from pg_class c, lateral aclexplode(c.relacl) a left join pg_roles r on r.oid = a.grantee
         where c.oid = format('ledger.%I', live)::regclass and a.grantee <> c.relowner
    loop
        execute format('grant %s on ledger.%I to %s%s', permission.privilege_type, built, permission.grantee,
                       case when permission.is_grantable then ' with grant option' else '' end);
    end loop;
end $$;

-- Gives X__new the indexes and the primary key that X has, each under its name and "__new". What is there already stays.
create function ledger.ol_index_table(live varchar) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    built varchar := ledger.ol_table_of_a_projection(live) || '__new';
    wanted record;
begin
    for wanted in
        select c.relname as name, pg_get_indexdef(i.indexrelid) as definition, k.conname as key
          from pg_index i join pg_class c on c.oid = i.indexrelid
               left join pg_constraint k on k.conindid = i.indexrelid and k.contype = 'p'
         where i.indrelid = format('ledger.%I', live)::regclass order by c.relname
    loop
        if to_regclass(format('ledger.%I', wanted.name || '__new')) is null then
            execute regexp_replace(wanted.definition, ' INDEX \S+ ON ledger\.\S+ ',
                                   format(' INDEX %I ON ledger.%I ', wanted.name || '__new', built));
            if wanted.key is not null then
                execute format('alter table ledger.%I add constraint %I primary key using index %I',
                               built, wanted.key || '__new', wanted.name || '__new');
            end if;
        end if;
    end loop;
    execute format('alter table ledger.%I reset (autovacuum_enabled)', built);
    -- Nothing is chosen by what is in a document or a word list as a whole, and to compare them is what an analyze takes longest for.
    execute (select format('analyze ledger.%I (%s)', built, string_agg(quote_ident(attname), ', ' order by attnum))
               from pg_attribute
              where attrelid = format('ledger.%I', built)::regclass and attnum > 0 and not attisdropped
                and atttypid not in ('jsonb'::regtype, 'tsvector'::regtype));
end $$;

create function ledger.ol_rename_table(from_name varchar, to_name varchar) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    index_name varchar;
begin
    for index_name in
        select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid where i.indrelid = format('ledger.%I', from_name)::regclass
    loop
        execute format('alter index ledger.%I rename to %I', index_name,
                       regexp_replace(index_name, '__(new|old)$', '') || coalesce(substring(to_name from '__(?:new|old)$'), ''));
    end loop;
    execute format('alter table ledger.%I rename to %I', from_name, to_name);
end $$;

-- Keeps autovacuum off the tables to the end of the transaction, and neither readers nor the writer: what it holds, a swap would wait for.
create function ledger.ol_hold_tables(live varchar[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    name varchar;
begin
    foreach name in array live loop
        execute format('lock table ledger.%I, ledger.%I in share update exclusive mode', ledger.ol_table_of_a_projection(name), name || '__new');
    end loop;
end $$;

-- Takes the locks first, so that whoever still reads X makes this fail early (set lock_timeout) and not half-way.
create function ledger.ol_swap_tables(live varchar[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    name varchar;
begin
    -- Who reads a view locks it first and then its tables; so do we, or the two would wait for each other.
    if to_regprocedure('ledger.ol_lock_reports()') is not null then
        execute 'select ledger.ol_lock_reports()';
    end if;
    foreach name in array live loop
        execute format('lock table ledger.%I in access exclusive mode', ledger.ol_table_of_a_projection(name));
    end loop;
    foreach name in array live loop
        execute format('drop table if exists ledger.%I', name || '__old');
        perform ledger.ol_rename_table(name, name || '__old');
        perform ledger.ol_rename_table(name || '__new', name);
    end loop;
    -- Views hold on to the table they were made of, not to its name.
    if to_regprocedure('ledger.ol_make_reports()') is not null then
        execute 'select ledger.ol_make_reports()';
    end if;
end $$;

-- Removes X__new or X__old, whichever is named. True when there was one.
create function ledger.ol_drop_table(live varchar, suffix varchar) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    dropped varchar := ledger.ol_table_of_a_projection(live) || suffix;
begin
    if suffix not in ('__new', '__old') then
        raise exception '% is neither __new nor __old', suffix using errcode = 'invalid_parameter_value';
    end if;
    if to_regclass(format('ledger.%I', dropped)) is null then
        return false;
    end if;
    execute format('drop table ledger.%I', dropped);
    return true;
end $$;

revoke execute on function ledger.ol_table_of_a_projection(varchar), ledger.ol_build_table(varchar), ledger.ol_index_table(varchar),
    ledger.ol_hold_tables(varchar[]), ledger.ol_rename_table(varchar, varchar), ledger.ol_swap_tables(varchar[]), ledger.ol_drop_table(varchar, varchar) from public;
