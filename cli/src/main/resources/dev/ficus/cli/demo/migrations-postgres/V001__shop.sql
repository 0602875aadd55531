COMMENT ON SCHEMA public IS 'The tables of the shop, as they arrive from MySQL domain by domain';
