-- The checksums of what a build was made from.
select path, sha256 from build_input order by path;
