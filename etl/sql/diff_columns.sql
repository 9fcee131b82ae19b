-- Which tables and columns does a build have?
select table_name, column_name from duckdb_columns() where schema_name = 'main' and not internal;
