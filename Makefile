# make run starts the product, make test checks it. Both bring what they need into .venv first.

.PHONY: run test lock sentences

run:
	@bin/install requirements.txt
	@exec .venv/bin/python manage.py up $(ARGS)

test:
	@bin/install requirements-dev.txt
	@exec .venv/bin/python -m telesales.testing.run_checks $(ARGS)

# Pins as they are, for what the .in files name; make lock ARGS=--upgrade takes the newest.
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(ARGS)

lock:
	@bin/install requirements-dev.txt
	$(LOCK) --output-file requirements.txt requirements.in
	$(LOCK) --constraint requirements.txt --output-file requirements-dev.txt requirements-dev.in

# What Django says at a field, in our words; msgfmt comes with gettext.
SENTENCES = locale/en_GB/LC_MESSAGES/django

sentences:
	msgfmt --check-format --output-file=$(SENTENCES).mo $(SENTENCES).po
